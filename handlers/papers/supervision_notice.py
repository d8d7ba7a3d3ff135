"""The notice of supervision by name 「挂牌督办通知书」: which hazard, at which level, by whom, until when."""

from dataclasses import dataclass
from datetime import date

from handlers.papers.official import EXAMPLE_FRAME, EXAMPLE_SUBJECT, Frame, Subject, Words, day


@dataclass(frozen=True, slots=True)
class SupervisionNotice:
    """The facts of one order of supervision."""

    frame: Frame
    hazard: Subject
    level: str
    supervised_by: str
    """The unit that supervises 「督办单位」."""
    due_on: date
    ordered_by: str
    ordered_on: date | None
    lifted_on: date | None = None
    lift_note: str = ""

    def words(self) -> Words:
        """Return what the template can say."""
        return {
            **self.frame.words(),
            **self.hazard.words(),
            "督办级别": self.level,
            "督办单位": self.supervised_by,
            "督办期限": day(self.due_on),
            "签发人": self.ordered_by,
            "下达日期": day(self.ordered_on),
            "解除日期": day(self.lifted_on),
            "解除说明": self.lift_note,
        }


EXAMPLE = SupervisionNotice(
    EXAMPLE_FRAME, EXAMPLE_SUBJECT, level="县级", supervised_by="某县民政局", due_on=date(2026, 12, 25),
    ordered_by="陈某", ordered_on=date(2026, 11, 27), lifted_on=date(2026, 12, 20), lift_note="已验收",
)  # fmt: skip
