"""The decision on a later deadline 「延期审批意见」: what was asked for, and whether it was granted."""

from dataclasses import dataclass
from datetime import date

from handlers.papers.official import EXAMPLE_FRAME, EXAMPLE_SUBJECT, Frame, Subject, Words, day, tick
from storage.vocabulary import ExtensionState


@dataclass(frozen=True, slots=True)
class ExtensionOpinion:
    """The facts of one wish; of one that nobody has decided both boxes stay open, to be ticked by hand."""

    frame: Frame
    hazard: Subject
    nth: int
    """Which extension of the hazard it is or would be, from 1."""
    old_due_on: date
    new_due_on: date
    reason: str
    measures: str
    asked_by: str
    asked_on: date | None
    state: ExtensionState
    decided_by: str = ""
    decided_on: date | None = None
    note: str = ""

    def words(self) -> Words:
        """Return what the template can say."""
        return {
            **self.frame.words(),
            **self.hazard.words(),
            "第几次": self.nth,
            "原期限": day(self.old_due_on),
            "申请延期至": day(self.new_due_on),
            "申请理由": self.reason,
            "防控措施": self.measures,
            "申请人": self.asked_by,
            "申请日期": day(self.asked_on),
            "同意框": tick(self.state is ExtensionState.GRANTED),
            "不同意框": tick(self.state is ExtensionState.REFUSED),
            "审批说明": self.note,
            "审批人": self.decided_by,
            "审批日期": day(self.decided_on),
        }


EXAMPLE = ExtensionOpinion(
    EXAMPLE_FRAME, EXAMPLE_SUBJECT, nth=1, old_due_on=date(2026, 11, 30), new_due_on=date(2026, 12, 5),
    reason="配件没有到货", measures="停用并贴封条", asked_by="王某", asked_on=date(2026, 11, 27),
    state=ExtensionState.GRANTED, decided_by="马某", decided_on=date(2026, 11, 28), note="每天看一次",
)  # fmt: skip
