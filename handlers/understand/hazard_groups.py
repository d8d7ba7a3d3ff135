"""Gather the clauses that speak of one hazard: how many hazards does a message tell of; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from config.lexicon import HazardTables, PlaceTables
from handlers.understand.clauses import Clause, Tag, Tone
from handlers.understand.hazard_category import categorise, tie_of

_STRONG = 2
_NAMED = 3
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Group:
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


def groups_of(clauses: Sequence[Clause], tables: HazardTables, places: PlaceTables) -> list[Group]:
    """Return the hazards of a message in order; where things are only told of, one to be asked about."""
    return _settled(_gathered(clauses, tables, places))


def _gathered(clauses: Sequence[Clause], tables: HazardTables, places: PlaceTables) -> list[Group]:
    """Gather the clauses that speak of one hazard: a fault, what it is about, and what is added to it."""
    groups: list[Group] = []
    named: list[Group] = []
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
                groups.append(Group((*kept, clause)))
            topic = ()
        elif open_group and not clause.tags and clause.sentence == open_group.sentence:
            groups[-1] = replace(open_group, core=(*open_group.core, clause))
        elif clause.tags or clause.listed or places.phrase.match(clause.text):
            topic = (clause,)
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
        own = [one for one in own if {tag.category for tag in one.core[0].tags if tag.weight >= _NAMED} - kinds]
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


def _goes_on(group: Group, clause: Clause, places: PlaceTables, *, is_list: bool) -> bool:
    """Return whether a fault is still of the thing named before: it names nothing, the same again or a part of it."""
    strong = [tag for tag in clause.tags if tag.weight >= _STRONG]
    if not strong:
        return not ((is_list or group.core[-1].text.endswith("、")) and _opens_anew(clause))
    if not is_list and clause.sentence == group.sentence and _LEANS.match(clause.text):
        return True
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
_LEANS = re.compile(
    r"(?:仍|还(?:在|有|是)|都|全是?|却|与|距|离|自行|自己|责令|紧挨|上[面头]|下[面部头]|底下|脚下|外[面头]就|后[面头]就|"
    r"被子|芯子?|线?皮|铅封|门扇|面板|接头|插头|内壁|外壳|炉体|钥匙|夜间|晚上|夜里|目前|现在|如今|前天|昨天|夜儿|今儿|前几天|说|问|"
    r"送葬|云梯|消防车(?!道|通道)|大型车|救援车|救护车|轮椅|推床|担架|人员|厨工|网格员|施工方|院方|火星|火花|火都|油垢|苍蝇|耗子|针头|也(?!没|未|不|无)|"
    r"经|报警后|芯材|直接|随意|其中|栽|里头|里面|好几|已|去年|上周|门卫问|旁人|隔壁|到处|且)"
)
"""How a clause opens that leans on the one before: a part of the thing, what comes of it, when it happened."""
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


def _adds_to(group: Group, clause: Clause, tables: HazardTables) -> bool:
    """Return whether a clause says a consequence, or what the hazard before it has in it anyway."""
    if tables.patterns["harm"].search(clause.text) and not tie_of(clause.text, tables):
        return True
    return clause.sentence == group.sentence and _is_absorbed(group.core[-2:], clause, tables)


def _is_absorbed(before: Sequence[Clause], clause: Clause, tables: HazardTables) -> bool:
    choice = categorise("".join(one.text for one in before), tables)
    absorbed = tables.absorbs.get(choice.codes[0])
    return bool(absorbed and absorbed.search(clause.text))


def _same(clauses: Iterable[Clause], tags: Sequence[Tag]) -> bool:
    """Return whether a clause speaks of what the others spoke of last (走廊监控坏了，走廊堆放被褥: it does not)."""
    last = {max(one.tags, key=lambda tag: tag.begin).word for one in clauses if one.tags}
    return any(tag.word in last for tag in tags)


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
    r"堵|过期|摔|绊|锈|没固定|违规|烂"
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
    named = next((at for at, one in enumerate(clauses, 1) if any(tag.weight >= _NAMED for tag in one.tags)), 0)
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
    r"(?:消防|住建|县里|市里|上级|已|已经|被|也)[^，。]*(?:判定|列为|认定|定为|挂牌)[^，。]*|.{0,6}(?:记一条|登记一下|上报|报一下|登记).{0,4}|"
    r".{0,4}(?:要求|责令|限期|当场|立即)[^，。]{0,6}(?:整改|改正).{0,8}"
)
