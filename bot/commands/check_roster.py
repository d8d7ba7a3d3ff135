"""What is missing or wrong in the roster: who stands below nobody, who cannot be reached, who may do what."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from bot.channels import smart_bot
from bot.commands.finding import Finding, hint, listed, wrong
from storage import chats, people, units
from storage.people import Person
from storage.units import Group, Tree, Unit
from storage.vocabulary import Level, Role

UNITS, PEOPLE, GROUPS = "单位", "人员", "群"

_LEVELS_BY_ROLE: Mapping[Role, Collection[Level]] = {
    Role.HEAD: (Level.INSTITUTION,),
    Role.TOWNSHIP: (Level.TOWNSHIP,),
    Role.SECTION: (Level.SECTION,),
    Role.LEADER: (Level.BUREAU,),
}
"""Where a role belongs; what one may do follows from both. The other roles belong everywhere."""


@dataclass(frozen=True, slots=True)
class _Roster:
    """Everybody and everything that is in use."""

    tree: Tree
    people: Sequence[Person]
    groups: Sequence[Group]
    app_is_on: bool
    bot_is_on: bool
    heard: frozenset[str]
    """The conversations in which somebody has spoken to the smart bot."""

    @property
    def units(self) -> list[Unit]:
        return list(self.tree.by_id.values())

    def having(self, role: Role) -> set[int]:
        """Return the units that have somebody in this role."""
        return {person.unit_id for person in self.people if person.role is role}

    def reaches(self, group: Group) -> bool:
        return bool(group.webhook_key) or (self.bot_is_on and f"group:{group.chat_id}" in self.heard)


def roster_findings(session: Session, *, app_is_on: bool, bot_is_on: bool) -> Iterator[Finding]:
    """Yield what is missing or wrong; one finding where there is no roster at all."""
    roster = _Roster(
        units.tree(session),
        people.everybody(session),
        units.groups(session),
        app_is_on,
        bot_is_on,
        chats.heard(session, smart_bot.NAME),
    )
    if not roster.tree.by_id:
        yield wrong(
            UNITS,
            "还没有导入花名册：python -m bot template roster roster.xlsx，填好后 python -m bot import roster.xlsx",
        )
        return
    yield from _tree(roster)
    yield from _staffing(roster)
    yield from _names(roster)
    yield from _people(roster, _all_userids(session))
    yield from _groups(roster)


def _tree(roster: _Roster) -> Iterator[Finding]:
    tree = roster.tree
    bureaus = [unit.name for unit in tree.at(Level.BUREAU)]
    if len(bureaus) != 1:
        yield wrong(UNITS, f"民政局要有一个，现在有 {len(bureaus)} 个{f'：{listed(bureaus)}' if bureaus else ''}")
    lost = [unit for unit in roster.units if unit.level is not Level.BUREAU and unit.parent_id not in tree.by_id]
    yield from _each(wrong, UNITS, "没有上级（或上级已停用）", (unit.name for unit in lost))
    alone = [unit for unit in tree.at(Level.INSTITUTION) if _above(tree, unit, Level.TOWNSHIP) is None]
    yield from _each(
        hint, UNITS, "机构上面没有民政所（县直机构可以这样）", (unit.name for unit in alone if unit not in lost)
    )
    uncharged = [unit.name for unit in tree.at(Level.TOWNSHIP) if _above(tree, unit, Level.SECTION) is None]
    yield from _each(hint, UNITS, "民政所没有分包股室，要报股室的事直接报局领导", uncharged)
    closed = [unit.name for unit in roster.units if unit.section_id is not None and unit.section_id not in tree.by_id]
    yield from _each(wrong, UNITS, "分包股室已停用", closed)


def _staffing(roster: _Roster) -> Iterator[Finding]:
    tree = roster.tree
    with_head, in_office, in_section = map(roster.having, (Role.HEAD, Role.TOWNSHIP, Role.SECTION))
    headless = [unit.name for unit in tree.at(Level.INSTITUTION) if unit.id not in with_head]
    yield from _each(wrong, UNITS, "机构没有负责人，超期的隐患会直接报到上一级", headless)
    empty = [unit.name for unit in tree.at(Level.TOWNSHIP) if unit.id not in in_office]
    yield from _each(wrong, UNITS, "民政所没有人（角色“民政所”）", empty)
    idle = [unit.name for unit in tree.at(Level.SECTION) if unit.id not in in_section]
    yield from _each(hint, UNITS, "股室没有人（角色“股室”）", idle)
    uncounted = [unit.name for unit in tree.at(Level.INSTITUTION) if not unit.headcount]
    yield from _each(hint, UNITS, "机构没有填人数，演练是否覆盖所有人核对不了", uncounted)


def _names(roster: _Roster) -> Iterator[Finding]:
    called = Counter(name for unit in roster.units for name in {unit.name, *unit.short_names})
    shared = sorted(name for name, count in called.items() if count > 1)
    yield from _each(hint, UNITS, "有几个单位都叫这个名字，说到时会先问是哪一个", shared)


def _people(roster: _Roster, all_userids: Collection[str]) -> Iterator[Finding]:
    if not any(person.role is Role.ADMIN for person in roster.people):
        yield wrong(PEOPLE, "没有管理员：没人收得到发送失败的通知，陌生人也不知道找谁加入")
    if not any(person.role is Role.LEADER for person in roster.people):
        yield wrong(PEOPLE, "没有局领导：逐级催办到不了最上面")
    by_id = roster.tree.by_id
    without_unit = [person for person in roster.people if person.unit_id not in by_id]
    yield from _each(wrong, PEOPLE, "所在单位已停用，发消息会被当成陌生人", map(_label, without_unit))
    misplaced = [
        f"{_label(person)} 是{person.role.term}，却在{by_id[person.unit_id].name}"
        for person in roster.people
        if person.unit_id in by_id
        and by_id[person.unit_id].level not in _LEVELS_BY_ROLE.get(person.role, tuple(Level))
    ]
    yield from _each(wrong, PEOPLE, "角色和单位对不上", misplaced)
    unknown = [
        f"{_label(person)} 的替补 {person.substitute_userid}"
        for person in roster.people
        if person.substitute_userid and person.substitute_userid.lower() not in all_userids
    ]
    yield from _each(wrong, PEOPLE, "替补账号不在花名册里", unknown)
    if roster.bot_is_on and not roster.app_is_on:
        silent = [person for person in roster.people if f"private:{person.userid_key}" not in roster.heard]
        what = "还没有和智能机器人说过话，单独的提醒发不到（请各人给机器人发一句「帮助」）"
        yield from _each(hint, PEOPLE, what, map(_label, silent))


def _groups(roster: _Roster) -> Iterator[Finding]:
    tree = roster.tree
    silent = [group.name for group in roster.groups if not group.webhook_key and not group.chat_id]
    yield from _each(wrong, GROUPS, "webhook 和会话ID 都没有，发不进去", silent)
    waiting = [
        group.name for group in roster.groups if not group.webhook_key and group.chat_id and not roster.reaches(group)
    ]
    if roster.bot_is_on:
        yield from _each(wrong, GROUPS, "还没有人在群里 @过智能机器人，发不进去", waiting)
    else:
        yield from _each(wrong, GROUPS, "只有会话ID，要先启用智能机器人才发得进去", waiting)
    lost = [group.name for group in roster.groups if group.unit_id not in tree.by_id]
    yield from _each(wrong, GROUPS, "所属单位已停用", lost)
    with_group = {group.unit_id for group in roster.groups}
    without = [unit.name for unit in tree.at(Level.TOWNSHIP) if unit.id not in with_group]
    yield from _each(hint, GROUPS, "乡镇没有群，提醒发到上级的群或发给个人", without)
    if not (roster.app_is_on or roster.bot_is_on or any(map(roster.reaches, roster.groups))):
        yield wrong(GROUPS, "智能机器人和自建应用都没有启用，也没有一个群配了 webhook：什么消息都发不出去")


def _each(kind: Callable[[str, str], Finding], area: str, what: str, names: Iterable[str]) -> Iterator[Finding]:
    if found := list(names):
        yield kind(area, f"{what}：{listed(found)}")


def _above(tree: Tree, unit: Unit, level: Level) -> Unit | None:
    assert unit.id is not None
    return tree.superior(unit.id, level)


def _all_userids(session: Session) -> set[str]:
    return set(session.scalars(select(col(Person.userid_key)).where(col(Person.is_active))))


def _label(person: Person) -> str:
    return f"{person.name}（{person.userid}）"
