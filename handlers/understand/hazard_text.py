"""Read hazards out of free text: are there any, of which category, how grave, where; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from config.lexicon import HazardTables, PlaceTables
from handlers.understand.clauses import Clause, Tag, Tone, clauses_of
from handlers.understand.hazard_category import categorise, tie_of
from handlers.understand.hazard_grade import grade_of
from handlers.understand.place_phrase import place_in

_STRONG = 2
_NAMED = 3


@dataclass(frozen=True, slots=True)
class HazardDraft:
    """One hazard as it is understood so far; what a person still has to say is in `missing`."""

    problem: str
    categories: tuple[str, ...]
    """Codes, the primary first; never empty."""
    grade: str | None
    """"重大" or "一般" as a suggestion, None where one sentence cannot decide."""
    clause: str
    """The condition that suggests the grade, or why none is suggested."""
    place: str | None
    missing: tuple[str, ...]
    why: tuple[str, ...]
    """Which words and which rule decided, a line each, in Chinese."""


@dataclass(frozen=True, slots=True)
class HazardReading:
    """What a message says about hazards."""

    drafts: tuple[HazardDraft, ...]
    grade: str | None
    clause: str
    place: str | None
    why: tuple[str, ...]
    is_sure: bool = True
    """False where things are only named and nothing says that they are wrong: ask before it is registered."""

    @property
    def is_hazard(self) -> bool:
        """Return whether the message tells of at least one present fault."""
        return bool(self.drafts)

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the categories of all drafts in order of mention, without repetition."""
        return tuple(dict.fromkeys(code for draft in self.drafts for code in draft.categories))


def read_hazards(text: str, hazards: HazardTables, places: PlaceTables) -> HazardReading:
    """Return the hazards that evened-out `text` tells of, in order of mention."""
    clauses = clauses_of(text, hazards)
    groups = _settled(_groups(clauses, hazards))
    grade, clause = grade_of(text, hazards) if groups else (None, "")
    place = place_in(text, places) if groups else None
    if len(groups) == 1:
        drafts = [_draft(groups[0], hazards, grade, clause, place)]
    else:
        drafts = [
            _draft(group, hazards, *grade_of(group.whole, hazards), place_in(group.whole, places)) for group in groups
        ]
    why = tuple(
        f"“{one.text.strip('，。；！？ ')}”：{_SAID[one.tone]}{f'（{one.sign}）' if one.sign else ''}"
        for one in clauses
    )
    is_sure = any(one.tone is Tone.BAD for one in clauses)
    return HazardReading(tuple(drafts), grade, clause, place, why, is_sure)


_SAID = {
    Tone.BAD: "说有问题",
    Tone.FINE: "说没问题",
    Tone.FIXED: "说已改好",
    Tone.RULE: "是规定或提醒",
    Tone.QUESTION: "是在问",
    Tone.ELSEWHERE: "是别处的事或假设",
    Tone.MENTION: "只是提到",
}


@dataclass(frozen=True, slots=True)
class _Group:
    """The clauses that speak of one hazard: those that name it, and those that only add to it."""

    core: tuple[Clause, ...]
    added: tuple[Clause, ...] = ()

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.core)

    @property
    def whole(self) -> str:
        return "".join(one.text for one in (*self.core, *self.added))

    @property
    def problem(self) -> str:
        return self.whole.strip("，、。；！？ \n")

    @property
    def sentence(self) -> int:
        return self.core[-1].sentence


def _groups(clauses: Sequence[Clause], tables: HazardTables) -> list[_Group]:
    """Gather the clauses that speak of one hazard: a fault, what it is about, and what is added to it."""
    groups: list[_Group] = []
    topic: tuple[Clause, ...] = ()
    for clause in clauses:
        open_group = groups[-1] if groups and not topic else None
        if clause.tone in (Tone.BAD, Tone.MENTION) and open_group and _adds_to(open_group, clause, tables):
            groups[-1] = replace(open_group, added=(*open_group.added, clause))
        elif clause.tone is Tone.BAD:
            if open_group and _goes_on(open_group, clause):
                groups[-1] = replace(open_group, core=(*open_group.core, clause))
            else:
                groups.append(_Group((*_kept(topic, clause, tables), clause)))
            topic = ()
        elif (
            clause.tone is Tone.MENTION and open_group and not clause.tags and clause.sentence == open_group.sentence
        ):
            groups[-1] = replace(open_group, core=(*open_group.core, clause))
        elif clause.tone in (Tone.MENTION, Tone.FINE) and clause.tags:
            topic = (clause,)
        elif clause.tone is Tone.FIXED:
            topic = ()
    return [group for group in groups if _is_known(group, tables)] if groups else _mentions(clauses, tables)


def _kept(topic: tuple[Clause, ...], clause: Clause, tables: HazardTables) -> tuple[Clause, ...]:
    """A topic serves a fault that names nothing itself: 26层那个消火栓，…一滴水都没有."""
    if topic and _is_absorbed(topic, clause, tables):
        return topic
    return () if any(tag.weight >= _STRONG for tag in clause.tags) else topic


def _goes_on(group: _Group, clause: Clause) -> bool:
    """Return whether a fault is still of the thing named before: it names nothing, or the same again."""
    strong = [tag for tag in clause.tags if tag.weight >= _STRONG]
    if not strong:
        return True
    return _same(group.core, strong) and clause.sentence == group.sentence and not group.core[-1].text.endswith("、")


def _adds_to(group: _Group, clause: Clause, tables: HazardTables) -> bool:
    """Return whether a clause says a consequence, or what the hazard before it has in it anyway."""
    if tables.patterns["harm"].search(clause.text) and not tie_of(clause.text, tables):
        return True
    return clause.sentence == group.sentence and _is_absorbed(group.core[-2:], clause, tables)


def _is_absorbed(before: Sequence[Clause], clause: Clause, tables: HazardTables) -> bool:
    choice = categorise("".join(one.text for one in before), tables)
    absorbed = tables.absorbs.get(choice.codes[0])
    return bool(absorbed and absorbed.search(clause.text))


def _same(clauses: Iterable[Clause], tags: Sequence[Tag]) -> bool:
    words = {tag.word for one in clauses for tag in one.tags}
    return any(tag.word in words for tag in tags)


def _weight(tags: Iterable[Tag]) -> int:
    return sum(tag.weight for tag in tags)


def _is_known(group: _Group, tables: HazardTables) -> bool:
    """Return whether a fault names a thing, fits a rule, or is unmistakable by itself (category 其他 then)."""
    if any(_weight(one.tags) for one in group.core):
        return True
    return bool(tie_of(group.text, tables)) or bool(_SURE.search(group.text))


_SURE = re.compile(
    r"(?<!弄)坏了|损坏|破损|裂|漏(?!报|签|填|记|巡|了一)|松动|脱落|失灵|危险|故障|不能用|没法用|断了|掉(?:了|下来)|"
    r"堵|过期|摔|绊|锈|没固定|违规|烂"
)


def _mentions(clauses: Sequence[Clause], tables: HazardTables) -> list[_Group]:
    """Where nothing is called faulty, fine or asked: a thing where it should not be (a rule fits) counts."""
    if not clauses or any(one.tone is not Tone.MENTION for one in clauses):
        return []
    text = "".join(one.text for one in clauses)
    if _WORK.search(text):
        return []
    named = [one for one in clauses if any(tag.weight >= _NAMED for tag in one.tags) and _THERE.search(one.text)]
    if named and not tie_of(text, tables):
        return [_Group((named[0],))]
    return [_Group(tuple(clauses))] if tie_of(text, tables) and any(one.tags for one in clauses) else []


_THERE = re.compile(r"有|用|设|装|放|摆|停|住|搭|靠|是|贴|挂|全|还|在|被|着|了|得|就")
_WORK = re.compile(r"演练|培训|例会|会议(?!室)|巡查|检查(?!井|口)|确认|完成|学习|宣传|整改|安排|负责|申请|进度|情况")


def _draft(group: _Group, hazards: HazardTables, grade: str | None, clause: str, place: str | None) -> HazardDraft:
    choice = categorise(group.text, hazards)
    missing = tuple(name for name, value in (("部位", place), ("等级", grade)) if not value)
    return HazardDraft(group.problem, choice.codes, grade, clause, place, missing, (choice.reason,))


def _settled(groups: list[_Group]) -> list[_Group]:
    """Apply what holds for the whole message: conclusions are no hazard of their own."""
    real = [group for group in groups if not _CONCLUSION.fullmatch(group.problem)]
    return real or groups


_CONCLUSION = re.compile(
    r"(?:消防|住建|县里|市里|上级|已|已经|被|也)[^，。]*(?:判定|列为|认定|定为|挂牌)[^，。]*|.{0,6}(?:记一条|登记一下|上报|报一下|登记).{0,4}|"
    r".{0,4}(?:要求|责令|限期|当场|立即)[^，。]{0,6}(?:整改|改正).{0,8}"
)
