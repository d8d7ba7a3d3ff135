"""The rectification notice 「整改通知书」: which hazards of a unit are to be put right, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.papers.official import EXAMPLE_FRAME, EXAMPLE_SUBJECT, Frame, Subject, Words, day, listed
from storage.vocabulary import Grade


@dataclass(frozen=True, slots=True)
class Notice:
    """The facts of one notice to one unit."""

    frame: Frame
    hazards: Sequence[Subject]
    """At least one."""

    def words(self) -> Words:
        """Return what the template can say."""
        return {
            **self.frame.words(),
            "条数": len(self.hazards),
            "有重大": any(one.grade == Grade.MAJOR.term for one in self.hazards),
            "最晚期限": day(max(one.due_on for one in self.hazards)),
            "隐患": listed(self.hazards),
        }


EXAMPLE = Notice(EXAMPLE_FRAME, (EXAMPLE_SUBJECT,))
