"""What pictures without words may be about: the open hazards and duties nearest to their sender."""

from collections.abc import Sequence
from datetime import date

from handlers import evidence_joining as joining
from handlers import hazard_finding as finding
from handlers.intent import Asking
from handlers.texts import duty_buttons
from handlers.texts import evidence as texts
from handlers.texts.evidence import Item
from storage import duties
from storage.duties import Duty
from storage.hazards import Hazard
from storage.vocabulary import HazardState

_HAZARDS, _DUTIES = 6, 2
"""How many of each are offered; what is further away is typed."""


def items(asking: Asking) -> Sequence[Item]:
    """Return what the sender's pictures may be about, the nearest first.

    Hazards: just reported by themselves, their own to rectify, their unit's, those that wait for their acceptance.
    Then the duties that their unit owes now.
    """
    ranked = [(rank, one) for one in finding.open_hazards(asking) if (rank := _rank(one, asking)) is not None]
    # Those just reported stand in the order of the report, which is how they were read back.
    nearest = sorted(ranked, key=lambda one: (one[0], one[1].due_on if one[0] else date.min, one[1].number))
    return [*(texts.hazard_item(one) for _, one in nearest[:_HAZARDS]), *_owed(asking)]


def _rank(hazard: Hazard, asking: Asking) -> int | None:
    is_open_work = hazard.state is not HazardState.TO_ACCEPT
    if joining.is_own_news(hazard, asking):
        return 0
    if hazard.owner_id == asking.person.id:
        return 1 if is_open_work else 4
    if hazard.unit_id == asking.person.unit_id:
        return 2 if is_open_work else 5
    is_asked_to_accept = not is_open_work and asking.person.id in {
        one.id for one in finding.acceptors(asking.session, asking.tree, hazard, asking.desk.tables.hazards)
    }
    return 3 if is_asked_to_accept else None


def _owed(asking: Asking) -> list[Item]:
    assert asking.unit.id is not None
    owed = duties.to_do(asking.session, [asking.unit.id], now=asking.now)
    offered = [item for one in owed if (item := _duty_item(one, asking)) is not None]
    return offered[:_DUTIES]


def _duty_item(duty: Duty, asking: Asking) -> Item | None:
    tables = asking.desk.tables
    period = tables.duty_title(duty.code, duty.slot)
    buttons = duty_buttons.confirming(duty.code, duty.slot, period)
    if not buttons:
        return None
    return Item(buttons[0].says, buttons[0].text, texts.record_name(tables.duties.by_code[duty.code].name, period))
