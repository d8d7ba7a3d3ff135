"""Close the cards whose question about a hazard has been answered."""

from collections.abc import Iterable, Mapping

from handlers import card_closing
from handlers.intent import Asking
from handlers.texts import hazard_buttons as buttons
from handlers.texts.hazard_buttons import Asks
from storage import cards, people
from storage.hazards import Hazard
from storage.people import Person
from storage.vocabulary import HazardAction

_ANSWERED_BY: Mapping[HazardAction, tuple[Asks, ...]] = {
    HazardAction.SUBMIT: (Asks.WORK, Asks.READ_BACK),
    HazardAction.ACCEPT: tuple(Asks),
    HazardAction.SEND_BACK: (Asks.WORK, Asks.ACCEPTANCE),
    # That the owner has read it decides neither the grade nor whether the report was right.
    HazardAction.ACKNOWLEDGE: (Asks.WORK,),
    HazardAction.CANCEL: tuple(Asks),
    HazardAction.AMEND: (Asks.GRADE,),
    HazardAction.CONFIRM: (Asks.GRADE,),
    HazardAction.RETURN: (Asks.GRADE,),
    HazardAction.SUPPLEMENT: (Asks.SUPPLEMENT,),
    HazardAction.ASSIGN: (Asks.ASSIGNMENT, Asks.WORK),
    HazardAction.MERGE: tuple(Asks),
}


def close_moved(hazard: Hazard, action: HazardAction, asking: Asking) -> None:
    """Close the cards that the sender has answered by moving the hazard, everybody's."""
    close(
        _ANSWERED_BY.get(action, ()), (hazard.number,), buttons.closed_as(action, asking.person.name, hazard), asking
    )


def holders(asks: Asks, hazard: Hazard, asking: Asking) -> list[Person]:
    """Return the people who have an open card that asks this of the hazard, each once."""
    sent = cards.open_about(asking.session, buttons.subject(asks, hazard.number))
    found = (people.by_userid(asking.session, userid) for userid in dict.fromkeys(one.userid for one in sent))
    return [person for person in found if person is not None]


def close(asked: Iterable[Asks], numbers: Iterable[int | str], closed_as: str, asking: Asking) -> None:
    """Close everybody's cards about these hazards, taken together, that ask one of `asked`."""
    numbers = tuple(numbers)
    for one in asked:
        card_closing.close(
            asking.session,
            buttons.subject(one, *numbers),
            closed_as,
            now=asking.now,
            click=asking.incoming if asking.click else None,
        )
