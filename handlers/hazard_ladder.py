"""The ladder that a hazard climbs: as it was when the hazard was opened, and how it is stopped."""

from config.escalation_table import EscalationTable, Ladder
from handlers.intent import Asking
from storage import hazards, outbox, policies
from storage.hazards import Hazard


def ladder_of(hazard: Hazard, asking: Asking) -> Ladder:
    """Return the ladder as it was when the hazard was opened; today's where that version was never kept."""
    content = policies.content(asking.session, "escalation", hazard.ladder_version)
    table = asking.desk.tables.escalation if content is None else EscalationTable.from_content(content)
    return table.by_grade[hazard.grade.value]


def stop_urging(hazard: Hazard, asking: Asking) -> None:
    """Stop the rungs that nobody has been told of yet, and take back the letters that nobody has sent yet."""
    assert hazard.id is not None
    hazards.stop_rungs(asking.session, hazard.id)
    outbox.cancel(asking.session, f"escalate:{hazard.id}:")
