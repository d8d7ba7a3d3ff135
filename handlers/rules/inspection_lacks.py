"""What a visit still lacks before it can be signed 「五现场」 (T9-1, T9-4…T9-7); pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.rules.inspection_team import LEAST, WITH_EXPERT
from storage.vocabulary import CheckResult, InspectionKind


@dataclass(frozen=True, slots=True)
class Answered:
    """One item of the list as it was answered; `result` None where it was not."""

    ordinal: int
    result: CheckResult | None
    is_handed_over: bool = False


@dataclass(frozen=True, slots=True)
class Lacks:
    """What is missing, by its kind; empty where nothing is."""

    unanswered: tuple[int, ...] = ()
    not_handed_over: tuple[int, ...] = ()
    """Items with a problem that nobody was made to rectify."""
    is_unexplained: bool = False
    is_leaderless: bool = False
    is_alone: bool = False
    is_without_word_on_expert: bool = False

    def __bool__(self) -> bool:
        """Return whether anything is missing."""
        return bool(
            self.unanswered
            or self.not_handed_over
            or self.is_unexplained
            or self.is_leaderless
            or self.is_alone
            or self.is_without_word_on_expert
        )


def lacks(
    kind: InspectionKind,
    items: Sequence[Answered],
    *,
    leader: str,
    members: Sequence[str],
    expert: str,
    explained: str,
) -> Lacks:
    """Return what the visit lacks; the head's own check for major hazards (T6-3) needs nothing but its items."""
    is_own = kind is InspectionKind.SELF_MAJOR
    return Lacks(
        unanswered=tuple(one.ordinal for one in items if one.result is None),
        not_handed_over=tuple(
            one.ordinal for one in items if one.result is CheckResult.PROBLEM and not one.is_handed_over
        ),
        is_unexplained=not is_own and not explained,
        is_leaderless=not is_own and not leader,
        is_alone=not is_own and len(set(members)) < LEAST,
        is_without_word_on_expert=kind in WITH_EXPERT and not expert,
    )
