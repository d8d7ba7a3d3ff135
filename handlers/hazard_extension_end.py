"""End a wish for a later deadline: somebody decided, or its hazard is over; the cards that asked close with it."""

from handlers import card_closing
from handlers.intent import Asking
from handlers.texts import hazard_extension_decision as texts
from storage import extensions
from storage.extensions import Extension
from storage.hazards import Hazard
from storage.vocabulary import ExtensionState


def subject(wish: Extension) -> str:
    """Return what the cards are about that ask for a decision: they close without the hazard's other cards."""
    return f"extension:{wish.id}"


def decide(wish: Extension, state: ExtensionState, note: str, asking: Asking) -> bool:
    """Write the sender's decision down; return False where the wish was decided before."""
    return _end(wish, state, note, texts.closed_as(state, asking.person.name), asking, by=asking.person.id)


def lapse(hazard: Hazard, asking: Asking) -> None:
    """Refuse, in nobody's name, the wish that waits for a hazard that has ended; where there is none, do nothing."""
    assert hazard.id is not None
    wish = extensions.asked(asking.session, hazard.id)
    if wish is not None:
        why = texts.lapsed(hazard.state)
        _end(wish, ExtensionState.REFUSED, why, why, asking, by=None)


def _end(
    wish: Extension, state: ExtensionState, note: str, closed_as: str, asking: Asking, *, by: int | None
) -> bool:
    if not extensions.decide(asking.session, wish, state, by=by, now=asking.now, note=note):
        return False
    click = asking.incoming if asking.click else None
    card_closing.close(asking.session, subject(wish), closed_as, now=asking.now, click=click)
    return True
