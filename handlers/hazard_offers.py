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
from storage.vocabulary import Grade, HazardAction, HazardState

_AT_MOST = 6


def with_offers(card: Card, hazard: Hazard, asking: Asking) -> Card:
    """Return the card with the buttons that this person can use about the hazard as it is now."""
    offered = _offered(hazard, asking)
    if not offered:
        return card
    asks = Asks.ACCEPTANCE if hazard.state is HazardState.TO_ACCEPT else Asks.WORK
    hints = card.hints or (buttons.in_words(offered),)
    return replace(card, hints=hints, buttons=offered, subject=buttons.subject(asks, hazard.number))


def _offered(hazard: Hazard, asking: Asking) -> tuple[Button, ...]:
    if hazard.state is HazardState.CLOSED and cases.is_allowed(hazard, HazardAction.RECHECK, asking):
        return buttons.recheck(hazard.number)
    if hazard.state not in OPEN_STATES:
        return ()
    number = hazard.number
    offered: list[Button] = []
    if cases.is_allowed(hazard, HazardAction.ACCEPT, asking):
        offered += [buttons.accept(number), buttons.send_back(number)]
    if hazard.state is not HazardState.TO_ACCEPT:
        offered += _work(hazard, asking)
    offered += _office(hazard, asking)
    # Six buttons are all that a card holds.
    return (*offered[: _AT_MOST - 1], buttons.amend_any(number))


def _office(hazard: Hazard, asking: Asking) -> list[Button]:
    """Return what those above the unit can decide now, and who is in charge of it."""
    number = hazard.number
    offered: list[Button] = []
    if hazard.state is HazardState.RETURNED and hazard.reported_by == asking.person.id:
        offered.append(buttons.supplement(number))
    if hazard.state is HazardState.TO_ASSIGN and cases.is_allowed(hazard, HazardAction.ASSIGN, asking):
        offered.append(buttons.assign(number))
    if hazard.suggested_grade is not None and cases.is_allowed(hazard, HazardAction.AMEND, asking):
        offered += buttons.grading(number)
    if cases.is_allowed(hazard, HazardAction.RETURN, asking):
        offered.append(buttons.ask_more(number))
    return offered


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
        if hazard.grade is Grade.MAJOR:
            offered.append(buttons.progress(number))
        if not is_overdue and hazard.state in (HazardState.TO_RECTIFY, HazardState.NOT_ACCEPTED):
            offered.append(buttons.take_on(number))
        offered.append(buttons.submit(number, is_main=not is_urged))
        is_of_unit = asking.person.unit_id == hazard.unit_id
        if not is_overdue and may_ask(asking.person.role, is_of_unit=is_of_unit, is_owner=is_owner):
            offered.append(buttons.ask_extension(number))
    return offered
