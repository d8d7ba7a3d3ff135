"""Which buttons this person is offered under a hazard: what may be done now, and what is theirs to do."""

from dataclasses import replace

from handlers import hazard_case as cases
from handlers.intent import Asking
from handlers.rules.access import Standing, standing
from handlers.rules.hazard_deadline import days_over
from handlers.rules.hazard_extension import may_ask
from handlers.texts import hazard_buttons as buttons
from handlers.texts.hazard_buttons import Asks
from storage.hazards import OPEN_STATES, Hazard
from storage.messages import Button, Card
from storage.vocabulary import HazardAction, HazardState


def with_offers(card: Card, hazard: Hazard, asking: Asking) -> Card:
    """Return the card with the buttons that this person can use about the hazard as it is now."""
    offered = _offered(hazard, asking)
    if not offered:
        return card
    asks = Asks.ACCEPTANCE if hazard.state is HazardState.TO_ACCEPT else Asks.WORK
    hints = card.hints or (buttons.in_words(offered),)
    return replace(card, hints=hints, buttons=offered, subject=buttons.subject(asks, hazard.number))


def _offered(hazard: Hazard, asking: Asking) -> tuple[Button, ...]:
    if hazard.state not in OPEN_STATES:
        return ()
    number = hazard.number
    offered: list[Button] = []
    if cases.is_allowed(hazard, HazardAction.ACCEPT, asking):
        offered += [buttons.accept(number), buttons.send_back(number)]
    if hazard.state is not HazardState.TO_ACCEPT:
        offered += _work(hazard, asking)
    if hazard.suggested_grade is not None and cases.is_allowed(hazard, HazardAction.AMEND, asking):
        offered += buttons.grading(number)
    return (*offered, buttons.amend_any(number))


def _work(hazard: Hazard, asking: Asking) -> list[Button]:
    number = hazard.number
    is_overdue = days_over(hazard.due_on, asking.today) > 0
    is_paused = hazard.paused_until is not None and asking.now < hazard.paused_until
    is_urged = is_overdue and not is_paused
    offered = [buttons.take_on_overdue(number)] if is_urged else []
    is_ours = standing(asking.person, asking.tree, hazard.unit_id) is Standing.MEMBER
    is_owner = hazard.owner_id == asking.person.id
    # An officer who takes the work on may not accept it: who means that types it.
    if is_ours or is_owner:
        if not is_overdue and hazard.state is not HazardState.RECTIFYING:
            offered.append(buttons.take_on(number))
        offered.append(buttons.submit(number, is_main=not is_urged))
        is_of_unit = asking.person.unit_id == hazard.unit_id
        if not is_overdue and may_ask(asking.person.role, is_of_unit=is_of_unit, is_owner=is_owner):
            offered.append(buttons.ask_extension(number))
    return offered
