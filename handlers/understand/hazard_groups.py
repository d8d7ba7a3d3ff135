"""Gather the clauses that speak of one hazard: how many hazards does a message tell of; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from config.lexicon import HazardTables, PlaceTables
from handlers.understand.clauses import Clause, Tag, Tone
from handlers.understand.hazard_category import tie_of
from handlers.understand.hazard_joining import NAMED, Group, continued, is_plain, lead_goes_on, leads

_PAIR = 2


def groups_of(clauses: Sequence[Clause], tables: HazardTables, places: PlaceTables) -> list[Group]:
    """Return the hazards of a message in order; where things are only told of, one to be asked about."""
    return _settled(_gathered(clauses, tables, places))


def _gathered(clauses: Sequence[Clause], tables: HazardTables, places: PlaceTables) -> list[Group]:
    """Gather the clauses that speak of one hazard: a fault, what it is about, and what is added to it."""
    groups: list[Group] = []
    named: list[Group] = []
    """Things that something is said of without a word of fault: 楼梯转角放轮椅; hazards only beside others."""
    topic: tuple[Clause, ...] = ()
    is_open = False
    is_bad = any(one.turned or one.tone is Tone.BAD for one in clauses) or all(
        one.tone is Tone.MENTION for one in clauses
    )
    for clause in clauses:
        if clause.is_heading or clause.tone not in _SPEAKING:
            topic, is_open = (), False
        elif clause.tone is Tone.FINE:
            if not (is_open and groups and groups[-1].sentence == clause.sentence):
                topic, is_open = (clause,) if clause.tags else (), False
        elif is_open and groups and not topic and (more := continued(groups, clause, tables, places)):
            groups[-1] = more
        elif clause.tone is Tone.BAD or (is_bad and is_plain(clause, groups, tables)):
            lead = topic if topic and leads(topic, clause, tables) else ()
            if lead and named and named[-1].core == lead:
                named.pop()
            groups.append(Group((*lead, clause)))
            topic, is_open = (), True
        elif clause.tags or clause.listed or places.phrase.match(clause.text):
            topic = (*topic, clause) if lead_goes_on(topic, clause) else (clause,)
            if _says_something(clause, places):
                named.append(Group(topic))
    while len(groups) > 1 and not _is_known(groups[0], tables, places) and groups[0].sentence == groups[1].sentence:
        first, second = groups[:2]
        groups[:2] = [replace(second, core=(*first.core, *first.added, *second.core))]
    known = groups if any(_is_known(group, tables, places) for group in groups) else []
    if not known and not any(one.tone is Tone.FINE for one in clauses):
        is_told = any(one.tags for one in clauses) or sum(one.tone is Tone.BAD for one in clauses) > 1
        known = groups if is_told and not tables.patterns["chat"].search("".join(one.text for one in clauses)) else []
    if not known:
        return _mentions(clauses, tables, places)
    own = [one for one in named if not any(one.core[0] in group.core for group in known)]
    if len(own) + len(known) == _PAIR and not any(one.core[0].listed for one in own):
        kinds = {tag.category for group in known for one in group.core for tag in one.tags}
        own = [one for one in own if {tag.category for tag in one.core[0].tags if tag.weight >= NAMED} - kinds]
    order = {id(clause): at for at, clause in enumerate(clauses)}
    return sorted([*known, *own], key=lambda group: order[id(group.core[-1])])


_SPEAKING = frozenset((Tone.BAD, Tone.MENTION, Tone.FINE))


def _says_something(clause: Clause, places: PlaceTables) -> bool:
    """Return whether a clause says where a thing is or what it does, instead of only naming it."""
    if clause.listed:
        return True
    strong = [tag for tag in clause.tags if tag.weight >= NAMED]
    place = places.phrase.match(clause.text)
    if not (strong or place) or not _THERE.search(clause.text):
        return False
    named = max(len(strong[0].word) if strong else 0, place.end() if place else 0)
    return len(clause.text.strip("，、。 ")) >= named + _SAID_AT_LEAST


_SAID_AT_LEAST = 3


def _weight(tags: Iterable[Tag]) -> int:
    return sum(tag.weight for tag in tags)


def _is_known(group: Group, tables: HazardTables, places: PlaceTables) -> bool:
    """Return whether a fault names a thing, a place or people, fits a rule, or is unmistakable by itself."""
    if any(_weight(one.tags) for one in group.core):
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


def _mentions(clauses: Sequence[Clause], tables: HazardTables, places: PlaceTables) -> list[Group]:
    """Where nothing is called faulty, fine or asked: a thing that is told of at all counts, to be asked about."""
    if not clauses or any(one.tone not in (Tone.MENTION, Tone.BAD) for one in clauses):
        return []
    text = "".join(one.text for one in clauses)
    if _WORK.search(text) or tables.patterns["chat"].search(text):
        return []
    if not (places.phrase.search(text) or _PEOPLE.search(text) or tie_of(text, tables)):
        return []
    named = next((at for at, one in enumerate(clauses, 1) if any(tag.weight >= NAMED for tag in one.tags)), 0)
    if named and not tie_of(text, tables):
        return [Group(tuple(clauses[:named]), tuple(clauses[named:]))]
    is_told = any(one.tags for one in clauses) and (tie_of(text, tables) or _THERE.search(text))
    return [Group(tuple(clauses))] if is_told else []


_THERE = re.compile(
    r"有|用|设|装|放|摆|停|住|搭|靠|是|贴|挂|全|还|在|被|着|了|得|就|哩|烧|点|拿|正|跟|与|叫|让|到|成|多|很|太|长|出"
)
_WORK = re.compile(r"演练|培训|例会|会议(?!室)|巡查|检查(?!井|口)|确认|完成|学习|宣传|整改|安排|负责|申请|进度|情况")


def _settled(groups: list[Group]) -> list[Group]:
    """Apply what holds for the whole message: conclusions are no hazard of their own."""
    real = [group for group in groups if not _CONCLUSION.fullmatch(group.problem)]
    return real or groups


_CONCLUSION = re.compile(
    r"[^，。]*(?:判定|列为|列入|认定|定为|确定为)[^，。]*(?:重大|隐患)[^，。]*|[^，。]*挂牌[^，。]*|"
    r".{0,6}(?:记一条|登记一下|报一下).{0,4}|(?:特此|现|已|请)?(?:上报|登记).{0,4}|"
    r".{0,4}(?:要求|责令|限期|当场|立即)[^，。]{0,6}(?:整改|改正).{0,8}"
)
