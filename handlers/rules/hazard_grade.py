"""Who decides a hazard's grade: 「重大」 is a person's decision, everything else is a suggestion."""

from dataclasses import dataclass

from storage.vocabulary import Grade


@dataclass(frozen=True, slots=True)
class Grading:
    """The grade under which a hazard is registered, and what is suggested beside it."""

    grade: Grade
    suggested: Grade | None
    reason: str
    """The clause that the suggestion or the doubt rests on; "" where nothing is open."""


def grading(
    said: Grade | None,
    *,
    is_officer: bool,
    hint: Grade | None,
    reason: str,
    claim: str,
    is_condemned: bool = False,
) -> Grading:
    """Return the grading of a report.

    `said` is what the reporter wrote, `hint` what the words suggest (None: they cannot decide), `reason` the clause
    of that hint or doubt, `claim` the reason given where a reporter below the township office wrote 「重大」.
    `is_condemned`: an appraisal says C or D; such a building is major without anybody's word (T13-4).
    """
    if is_condemned:
        return Grading(Grade.MAJOR, None, reason)
    if is_officer and said is not None:
        return Grading(said, None, reason if said is Grade.MAJOR is hint else "")
    if Grade.MAJOR in (said, hint):
        return Grading(Grade.GENERAL, Grade.MAJOR, reason if hint is Grade.MAJOR else claim)
    return Grading(Grade.GENERAL, None, "" if hint is Grade.GENERAL else reason)
