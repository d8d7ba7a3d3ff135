"""The opinion on acceptance 「验收意见书」: what was done, whether it is enough, pictures of before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from handlers.papers.official import EXAMPLE_FRAME, EXAMPLE_SUBJECT, Frame, Photo, Subject, Word, Words, day, tick


@dataclass(frozen=True, slots=True)
class AcceptanceOpinion:
    """The facts of one acceptance; of one that nobody has made both boxes stay open, to be ticked by hand."""

    frame: Frame
    hazard: Subject
    measures: str
    """What was said to have been done."""
    done_by: str
    done_on: date | None
    is_accepted: bool | None
    """None: nobody has judged yet."""
    judged_by: str = ""
    judged_on: date | None = None
    note: str = ""
    before: Sequence[Photo] = ()
    after: Sequence[Photo] = ()
    pictures_left: int = 0
    """How many more there are than stand in the document."""

    def words(self) -> Words:
        """Return what the template can say."""
        return {
            **self.frame.words(),
            **self.hazard.words(),
            "整改措施": self.measures,
            "整改人": self.done_by,
            "整改完成日期": day(self.done_on),
            "合格框": tick(self.is_accepted is True),
            "不合格框": tick(self.is_accepted is False),
            "验收说明": self.note,
            "验收人": self.judged_by,
            "验收日期": day(self.judged_on),
            "照片": self._pairs(),
            "另有照片": self.pictures_left,
        }

    def _pairs(self) -> list[Mapping[str, Word]]:
        return [
            {"整改前": before or "", "整改后": after or ""} for before, after in zip_longest(self.before, self.after)
        ]


EXAMPLE = AcceptanceOpinion(
    EXAMPLE_FRAME, EXAMPLE_SUBJECT, measures="已清走轮椅", done_by="王某", done_on=date(2026, 11, 29),
    is_accepted=True, judged_by="马某", judged_on=date(2026, 11, 30), note="现场查看",
)  # fmt: skip
