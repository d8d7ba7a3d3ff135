"""Read hazards out of free text: are there any, of which category, how grave, where; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from config.lexicon import HazardTables, PlaceTables
from handlers.understand.clauses import Clause, Tag, Tone, clauses_of
from handlers.understand.hazard_category import RULED, CategoryChoice, categorise, tie_of
from handlers.understand.hazard_grade import grade_of, worst_grade
from handlers.understand.place_phrase import place_in
from handlers.understand.second_opinion import is_fault, why_fault

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
    is_contested: bool = False
    """True where the rules heard a fault and the characters of the message say that there is none."""

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
    groups = _merged(_settled(_groups(clauses, hazards, places)), hazards)
    is_sure = any(one.tone is Tone.BAD for one in clauses)
    is_told = is_fault(text, hazards.fault_weights, (is_sure or None) if groups else False)
    is_contested = bool(groups) and not is_told
    overruled: tuple[str, ...] = ()
    if is_told is not bool(groups):
        groups, is_sure = [_Group(clauses)] if is_told and clauses else [], False
        overruled = (why_fault(text, hazards.fault_weights, told=is_told),)
    grade, clause = grade_of(text, hazards) if groups else (None, "")
    if len(groups) == 1:
        place = place_in(groups[0].whole, places) or place_in(text, places)
        told = "".join(one.text for one in clauses if one.tone in (Tone.BAD, Tone.MENTION) or one in groups[0].core)
        drafts = [_draft(groups[0], categorise(told, hazards, text), grade, clause, place)]
    else:
        own = [place_in(group.whole, places) for group in groups]
        place = _shared(own)
        drafts = [
            _draft(group, categorise(group.text, hazards), *grade_of(group.whole, hazards), at or place)
            for group, at in zip(groups, own, strict=True)
        ]
        if grade != "重大":
            grade, clause = worst_grade([(one.grade, one.clause) for one in drafts])
    why = tuple(
        f"“{one.text.strip('，。；！？ ')}”：{_SAID[one.tone]}{f'（{one.sign}）' if one.sign else ''}"
        for one in clauses
    )
    return HazardReading(tuple(drafts), grade, clause, place, (*why, *overruled), is_sure, is_contested)


def _shared(own: Sequence[str | None]) -> str | None:
    """Return the place of a message with several hazards: the only one it names, said with the first two."""
    named = [place for place in own if place]
    return named[0] if len(named) == 1 and (own[0] or len(own) == _PAIR) else None


_PAIR = 2


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


def _groups(clauses: Sequence[Clause], tables: HazardTables, places: PlaceTables) -> list[_Group]:
    """Gather the clauses that speak of one hazard: a fault, what it is about, and what is added to it."""
    groups: list[_Group] = []
    named: list[_Group] = []
    """Things that something is said of without a word of fault: 楼梯转角放轮椅; hazards only beside others."""
    topic: tuple[Clause, ...] = ()
    for clause in clauses:
        if clause.is_heading or clause.tone not in _SPEAKING:
            topic = ()
            continue
        open_group = groups[-1] if groups and not topic and not clause.listed else None
        is_list = len(groups) > 1
        if clause.tone is Tone.FINE:
            topic = (clause,) if clause.tags else ()
        elif open_group and _adds_to(open_group, clause, tables):
            groups[-1] = replace(open_group, added=(*open_group.added, clause))
        elif clause.tone is Tone.BAD:
            if open_group and _goes_on(open_group, clause, places, is_list=is_list):
                groups[-1] = replace(open_group, core=(*open_group.core, clause))
            else:
                kept = _kept(topic, clause, tables)
                if topic and kept and named and named[-1].core == topic:
                    named.pop()
                groups.append(_Group((*kept, clause)))
            topic = ()
        elif open_group and not clause.tags and clause.sentence == open_group.sentence:
            groups[-1] = replace(open_group, core=(*open_group.core, clause))
        elif clause.tags or clause.listed or places.phrase.match(clause.text):
            topic = (clause,)
            if _says_something(clause, places):
                named.append(_Group(topic))
    known = groups if any(_is_known(group, tables, places) for group in groups) else []
    if not known and not any(one.tone is Tone.FINE for one in clauses):
        is_told = any(one.tags for one in clauses) or sum(one.tone is Tone.BAD for one in clauses) > 1
        known = groups if is_told and not tables.patterns["chat"].search("".join(one.text for one in clauses)) else []
    if not known:
        return _mentions(clauses, tables, places)
    own = [one for one in named if not any(one.core[0] in group.core for group in known)]
    order = {id(clause): at for at, clause in enumerate(clauses)}
    return sorted([*known, *own], key=lambda group: order[id(group.core[-1])])


_SPEAKING = frozenset((Tone.BAD, Tone.MENTION, Tone.FINE))


def _says_something(clause: Clause, places: PlaceTables) -> bool:
    """Return whether a clause says where a thing is or what it does, instead of only naming it."""
    if clause.listed:
        return True
    strong = [tag for tag in clause.tags if tag.weight >= _NAMED]
    place = places.phrase.match(clause.text)
    if not (strong or place) or not _THERE.search(clause.text):
        return False
    named = max(len(strong[0].word) if strong else 0, place.end() if place else 0)
    return len(clause.text.strip("，、。 ")) >= named + _SAID_AT_LEAST


_SAID_AT_LEAST = 3


def _kept(topic: tuple[Clause, ...], clause: Clause, tables: HazardTables) -> tuple[Clause, ...]:
    """A topic serves a fault that names nothing itself: 26层那个消火栓，…一滴水都没有."""
    if topic and _is_absorbed(topic, clause, tables):
        return topic
    return () if any(tag.weight >= _STRONG for tag in clause.tags) else topic


def _goes_on(group: _Group, clause: Clause, places: PlaceTables, *, is_list: bool) -> bool:
    """Return whether a fault is still of the thing named before: it names nothing, the same again or a part of it."""
    strong = [tag for tag in clause.tags if tag.weight >= _STRONG]
    if not strong:
        return not (is_list and _opens_anew(clause))
    if clause.sentence != group.sentence or group.core[-1].text.endswith("、"):
        return False
    kinds = {tag.category for one in group.core for tag in one.tags if tag.weight >= _STRONG}
    if not all(tag.category in kinds for tag in strong):
        return False
    if _same(group.core, strong):
        return True
    if _LACKING.match(clause.text):
        return not _LACKING.search(group.core[-1].text[:_EARLY])
    return not kinds & _APART and not places.phrase.match(clause.text)


_LACKING = re.compile(r"(?:且|并|也|又|还|都|均|尚)*(?:没有?|未|无|不|缺)")
_EARLY = 6
_APART = frozenset(("FIRE", "FOOD", "OTHER", "MGMT", "GAS", "ELEC"))
"""Categories whose things are counted one by one: a lamp and an extinguisher are two hazards."""


def _opens_anew(clause: Clause) -> bool:
    """Return whether a clause without a known word has a subject of its own: 墙头往外斜, 责任牌未更新."""
    subject = clause.text[: clause.text.find(clause.sign)] if clause.sign and clause.sign in clause.text else ""
    subject = _ADVERBS.sub("", subject.strip("，、 "))
    return bool(_NOUN.fullmatch(subject)) and not _FOLLOWS.match(clause.text)


_ADVERBS = re.compile(
    r"(?:也|还|又|已|都|均|全|就|才|仍|再|在|是|用|被|叫|让|太|很|有点|早|往外|从里边|从外边|从外头)+$"
)
_NOUN = re.compile(r"[^\W\d_也还又都就才着了过很太不没说把]{1,6}")
_FOLLOWS = re.compile(
    r"(?:老人|大家|人家|别人|有人|没人|人|俺|我|他|她|谁|轮椅|推床|担架|车|水(?!管|泵|箱|带)|火|烟(?!感|道)|味|气|风|其中|说|听|看|闻|摸|问|"
    r"被子|皮|里|上|下|内|外|一|晚上|夜里|白天|现在|至今|目前|平时|已|还|也|又|都|全|多|两|三|只|且|并|经|钥匙|芯|孩子|家属|院长|"
    r"一旦|这|那|其|该|本|每|责令|要求|需|应|因|由|存在|出现|影响|造成|容易|极易|随时|差点|根本|基本|完全|到处|满|投诉|反映|另|同时)"
)


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


def _is_known(group: _Group, tables: HazardTables, places: PlaceTables) -> bool:
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
    r"堵|过期|摔|绊|锈|没固定|违规|烂"
)


def _mentions(clauses: Sequence[Clause], tables: HazardTables, places: PlaceTables) -> list[_Group]:
    """Where nothing is called faulty, fine or asked: a thing that is told of at all counts, to be asked about."""
    if not clauses or any(one.tone not in (Tone.MENTION, Tone.BAD) for one in clauses):
        return []
    text = "".join(one.text for one in clauses)
    if _WORK.search(text) or tables.patterns["chat"].search(text):
        return []
    named = next((one for one in clauses if any(tag.weight >= _NAMED for tag in one.tags)), None)
    if named and not tie_of(text, tables):
        return [_Group((named,), tuple(one for one in clauses if one is not named))]
    is_told = any(one.tags for one in clauses) or places.phrase.search(text)
    return [_Group(tuple(clauses))] if is_told and (tie_of(text, tables) or _THERE.search(text)) else []


_THERE = re.compile(
    r"有|用|设|装|放|摆|停|住|搭|靠|是|贴|挂|全|还|在|被|着|了|得|就|哩|烧|点|拿|正|跟|与|叫|让|到|成|多|很|太|长|出"
)
_WORK = re.compile(r"演练|培训|例会|会议(?!室)|巡查|检查(?!井|口)|确认|完成|学习|宣传|整改|安排|负责|申请|进度|情况")


def _draft(group: _Group, choice: CategoryChoice, grade: str | None, clause: str, place: str | None) -> HazardDraft:
    missing = tuple(name for name, value in (("部位", place), ("等级", grade)) if not value)
    return HazardDraft(group.problem, choice.codes, grade, clause, place, missing, (choice.reason,))


def _merged(groups: Sequence[_Group], tables: HazardTables) -> list[_Group]:
    """Join what only leads up to a hazard, or goes on about it, with the hazard that a rule recognises beside it."""
    merged: list[_Group] = []
    for group in groups:
        last = merged[-1] if merged else None
        if last is None or last.sentence != group.core[0].sentence or group.core[0].listed or len(groups) > _FEW:
            merged.append(group)
            continue
        before, own = categorise(last.text, tables), categorise(group.text, tables)
        is_idle = own.weight < _IDLE and before.weight == RULED
        is_lead = before.weight < _DOUBTFUL and own.weight == RULED
        ruled = before if is_idle else own
        if (is_idle or is_lead) and categorise(last.text + group.text, tables).codes == ruled.codes:
            joined = (*last.core, *last.added, *group.core)
            more = (*last.added, *group.core, *group.added)
            merged[-1] = replace(last, added=more) if is_idle else replace(group, core=joined)
        else:
            merged.append(group)
    return merged


_FEW = 3
_IDLE = 5
"""A clause behind a hazard that weighs less is no hazard of its own: 卧床老人没有一个被转移."""
_DOUBTFUL = 9
"""A clause before a hazard that weighs less only leads up to it: 院里改造，电焊工没证."""


def _settled(groups: list[_Group]) -> list[_Group]:
    """Apply what holds for the whole message: conclusions are no hazard of their own."""
    real = [group for group in groups if not _CONCLUSION.fullmatch(group.problem)]
    return real or groups


_CONCLUSION = re.compile(
    r"(?:消防|住建|县里|市里|上级|已|已经|被|也)[^，。]*(?:判定|列为|认定|定为|挂牌)[^，。]*|.{0,6}(?:记一条|登记一下|上报|报一下|登记).{0,4}|"
    r".{0,4}(?:要求|责令|限期|当场|立即)[^，。]{0,6}(?:整改|改正).{0,8}"
)
