"""Gather the clauses that speak of one hazard: how many hazards does a message tell of; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.lexicon import HazardTables, PlaceTables
from handlers.understand.clauses import Clause, Tone
from handlers.understand.hazard_category import RULED, categorise, tie_of
from handlers.understand.hazard_parting import NAMED, parted


@dataclass(frozen=True, slots=True)
class Group:
    """The clauses that speak of one hazard, in order; never empty."""

    clauses: tuple[Clause, ...]

    @property
    def is_faulty(self) -> bool:
        """Return whether one of them says in words that something is wrong."""
        return any(one.tone is Tone.BAD for one in self.clauses)

    @property
    def text(self) -> str:
        """Return what tells of the hazard: without what is well, and without what only leads up to it."""
        told = [one for one in self.clauses if one.tone is not Tone.FINE] or list(self.clauses)
        return _text(told[_leading(told) :])

    @property
    def lead(self) -> str:
        """Return what only leads up to it: 去洗衣房看了看."""
        return _text(self.clauses[: _leading(self.clauses)])

    @property
    def problem(self) -> str:
        """Return the same without marks at its ends, as it is registered."""
        return self.text.strip("，、。；！？ \n")


def _leading(clauses: Sequence[Clause]) -> int:
    """Return how many clauses stand before the first that names a thing or a fault; 0 where none does."""
    return next((at for at, one in enumerate(clauses) if one.tags or one.tone is Tone.BAD), 0)


def groups_of(clauses: Sequence[Clause], tables: HazardTables, places: PlaceTables) -> list[Group]:
    """Return the hazards of a message in order; where things are only told of, one to be asked about."""
    groups = [Group(one) for one in parted(speaking_of(clauses), tables, places)]
    is_bad = any(one.turned or one.tone is Tone.BAD for one in clauses) or all(
        one.tone is Tone.MENTION for one in clauses
    )
    told = [one for one in groups if one.is_faulty or (is_bad and _is_plain(one, tables))]
    if any(_is_known(one, tables, places) for one in told):
        return groups
    if told and not any(one.tone is Tone.FINE for one in clauses):
        is_told = any(one.tags for one in clauses) or sum(one.tone is Tone.BAD for one in clauses) > 1
        return groups if is_told and not tables.patterns["chat"].search(_text(clauses)) else []
    return _mentions(clauses, groups, tables, places)


def each_once(groups: Iterable[Group]) -> list[Group]:
    """Return the hazards without those that are told again in the same words."""
    first: dict[str, Group] = {}
    for one in groups:
        first.setdefault(one.problem, one)
    return list(first.values())


def speaking_of(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses that say something of what is there now; the others part nothing."""
    return [one for one in clauses if one.tone in _SPEAKING and not one.is_heading]


_SPEAKING = frozenset((Tone.BAD, Tone.MENTION, Tone.FINE))


def _text(clauses: Iterable[Clause]) -> str:
    return "".join(one.text for one in clauses)


def _is_plain(group: Group, tables: HazardTables) -> bool:
    """Return whether what is told of without a word of fault is a hazard by itself."""
    return any(
        one.tone is Tone.MENTION
        and any(tag.weight >= NAMED for tag in one.tags)
        and categorise(one.text, tables).weight == RULED
        for one in group.clauses
    )


def _is_known(group: Group, tables: HazardTables, places: PlaceTables) -> bool:
    """Return whether a fault names a thing, a place or people, fits a rule, or is unmistakable by itself."""
    if any(one.tags for one in group.clauses):
        return True
    text = group.text
    return bool(_SURE.search(text) or _PEOPLE.search(text) or places.phrase.search(text) or tie_of(text, tables))


_PEOPLE = re.compile(
    r"老人|老头|老太|大爷|大娘|奶奶|爷爷|护工|护理员|保育员|门岗|门卫|保安|厨师|员工|职工|孩子|娃|院民|住户"
)
_SURE = re.compile(
    r"(?<!弄)坏了|损坏|破损|裂|漏(?!报|签|填|记|巡|了一)|松动|脱落|失灵|危险|故障|不能用|没法用|断了|掉(?:了|下来)|"
    r"堵|证(?:都|也)?没|过期|摔|绊|锈|没固定|违规|烂"
)


def _mentions(
    clauses: Sequence[Clause], groups: list[Group], tables: HazardTables, places: PlaceTables
) -> list[Group]:
    """Where nothing is called faulty, fine or asked: a thing that is told of at all counts, to be asked about."""
    if not clauses or any(one.tone not in (Tone.MENTION, Tone.BAD) for one in clauses):
        return []
    text = _text(clauses)
    if _WORK.search(text) or tables.patterns["chat"].search(text):
        return []
    if not (places.phrase.search(text) or _PEOPLE.search(text) or tie_of(text, tables)):
        return []
    if any(tag.weight >= NAMED for one in clauses for tag in one.tags) and not tie_of(text, tables):
        return groups
    is_told = any(one.tags for one in clauses) and (tie_of(text, tables) or _THERE.search(text))
    return groups if is_told else []


_THERE = re.compile(
    r"有|用|设|装|放|摆|停|住|搭|靠|是|贴|挂|全|还|在|被|着|了|得|就|哩|烧|点|拿|正|跟|与|叫|让|到|成|多|很|太|长|出"
)
_WORK = re.compile(r"演练|培训|例会|会议(?!室)|巡查|检查(?!井|口)|确认|完成|学习|宣传|整改|安排|负责|申请|进度|情况")
