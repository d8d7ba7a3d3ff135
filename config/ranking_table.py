"""The published formula by which units are ranked 「按季排名」 (T4-6): config/ranking.toml."""

from collections.abc import Mapping
from dataclasses import dataclass

from config.reading import Section, whole

PARTS = ("patrol", "on_time", "overdue", "drills", "self_report")
"""What the score is made of, in the order in which it is told."""
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class RankingTable:
    """Weights and yardsticks of the score."""

    weight_by_part: Mapping[str, int]
    """Of all PARTS; together 100."""
    meaning_by_part: Mapping[str, str]
    """How each part is counted, in words."""
    major_weight: int
    """A day by which a major hazard is overdue counts as so many."""
    no_points_at: int
    """So many weighted days overdue leave nothing of that part."""
    drills_a_quarter: int
    trainings_a_quarter: int


def read_ranking(top: Section) -> RankingTable:
    """Return the formula of the file. Raises TablesWrong."""
    sections = {part: top.section(part) for part in PARTS}
    table = RankingTable(
        weight_by_part={part: one.settled("weight", whole(0)) for part, one in sections.items()},
        meaning_by_part={part: one.text("meaning") for part, one in sections.items()},
        major_weight=sections["overdue"].settled("major_weight", whole(1)),
        no_points_at=sections["overdue"].settled("no_points_at", whole(1)),
        drills_a_quarter=sections["drills"].settled("drills_a_quarter", whole(0)),
        trainings_a_quarter=sections["drills"].settled("trainings_a_quarter", whole(0)),
    )
    if (total := sum(table.weight_by_part.values())) != _WHOLE:
        raise sections[PARTS[0]].wrong("weight", f"五项的 weight 加起来要正好是 {_WHOLE}", total)
    for one in sections.values():
        one.finish()
    top.finish()
    return table
