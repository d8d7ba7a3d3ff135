"""What is left to nobody 「悬空」 (T1-7): who is not named yet, and what the roster suggests."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from bot.commands.finding import Finding, hint, listed
from config.tables import Tables
from handlers import gaps
from handlers.rules.responsibility import missing
from handlers.texts.gaps import GapKind
from storage import people, responsibilities, units
from storage.vocabulary import Level, Responsibility, Role

AREA = "悬空"
_ELSEWHERE = (GapKind.UNNAMED, GapKind.TOWN, GapKind.OWNER)
"""What is told here by responsibility, or by the roster and by who left."""


def gap_findings(session: Session, tables: Tables, now: datetime) -> Iterator[Finding]:
    """Yield for what nobody is named with the units, then how much else hangs, each as a hint."""
    tree = units.tree(session)
    standing = responsibilities.standing(session, list(tree.by_id))
    gaps_by_unit = {one.name: missing(one, standing.get(one.id or 0, {})) for one in tree.by_id.values()}
    for what in Responsibility:
        if without := [name for name, lacking in gaps_by_unit.items() if what in lacking]:
            yield hint(
                AREA, f"没有指定{what.term}：{listed(without)}（在表“责任”里填，或发：指定 单位 {what.term} 姓名）"
            )
    suggested = [
        f"{unit.name} {heads[0].name}"
        for unit in tree.at(Level.INSTITUTION)
        if Responsibility.MAIN in gaps_by_unit[unit.name]
        and len(heads := people.of_unit(session, unit.id or 0, Role.HEAD)) == 1
    ]
    if suggested:
        yield hint(AREA, f"主体责任人可以是花名册里的负责人：{listed(suggested)}")
    found = gaps.gather(session, set(tree.by_id), tree=tree, tables=tables, now=now)
    for kind in GapKind:
        if kind not in _ELSEWHERE and (ours := [one.what for one in found if one.kind is kind]):
            yield hint(AREA, f"{kind.value}：{listed(ours)}")
