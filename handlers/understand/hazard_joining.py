"""Decide whether a clause goes on with the hazard before it or opens one of its own; pure.

A clause opens a hazard where it names a thing of another kind than the hazard before it and says something of it;
otherwise it goes on with that hazard: a part of the thing, what came of it, when it happened, what somebody said.
Things of one kind are counted one by one only in a list or where two short clauses name one each.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from config.lexicon import HazardTables, PlaceTables
from handlers.understand.clauses import Clause, Tag, Tone
from handlers.understand.hazard_category import RULED, categorise, tie_of
from handlers.understand.hazard_leaning import is_preface, leans, leans_loosely

_STRONG = 2
NAMED = 3
"""The weight of a word that names a thing of its category whatever stands around it."""


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


def continued(groups: Sequence[Group], clause: Clause, tables: HazardTables, places: PlaceTables) -> Group | None:
    """Return the last hazard with a clause that goes on with it; None where the clause opens one of its own."""
    group = groups[-1]
    if clause.listed:
        return None
    added = replace(group, added=(*group.added, clause))
    if tables.patterns["harm"].search(clause.text) and not tie_of(clause.text, tables):
        return added
    is_same_sentence = clause.sentence == group.sentence
    if is_same_sentence and _is_absorbed(group.core[-2:], clause, tables):
        return added
    if clause.tone is Tone.MENTION:
        return added if is_same_sentence and not is_plain(clause, groups, tables) else None
    with_it = replace(group, core=(*group.core, clause))
    is_list = len(groups) > 1 or group.core[-1].text.endswith("、")
    kind = _kind(clause, tables)
    if not kind:
        return None if is_list and _opens_anew(clause) and not leans(clause.text) else with_it
    is_told_of = not any(one.tone is Tone.BAD for one in group.core)
    if is_preface(group.text) or (is_told_of and leans_loosely(clause.text)):
        return with_it
    if not is_same_sentence or group.core[-1].text.endswith("、"):
        return None
    if kind in _kinds(group, tables):
        return None if _is_apart(group, clause, places, is_list=is_list) else with_it
    return with_it if leans(clause.text) else None


def _kind(clause: Clause, tables: HazardTables) -> str | None:
    """Return the category that a clause speaks of by itself, None where it names no thing that says so."""
    choice = categorise(clause.text, tables)
    is_named = any(tag.weight >= _STRONG for tag in clause.tags)
    return choice.codes[0] if choice.weight == RULED or (is_named and choice.weight > 1) else None


def _kinds(group: Group, tables: HazardTables) -> set[str]:
    kinds = {kind for one in group.core if (kind := _kind(one, tables))}
    return kinds | set(categorise(group.text, tables).codes)


def _is_apart(group: Group, clause: Clause, places: PlaceTables, *, is_list: bool) -> bool:
    """Return whether a fault of the same kind is of another thing: in a list, or in two short clauses."""
    if leans(clause.text) or _same(group.core, clause.tags):
        return False
    if _LACKING.match(clause.text):
        return is_list and _LACKING.search(group.core[-1].text[:_EARLY]) is not None
    if leans_loosely(clause.text):
        return False
    own, before = _head(clause, places), _head(group.core[-1], places)
    if not own or not before or own.word in before.word or before.word in own.word:
        return False
    return is_list or max(len(clause.text), len(group.core[-1].text)) <= _SHORT


_SHORT = 15


def _head(clause: Clause, places: PlaceTables) -> Tag | None:
    """Return the thing that a clause opens with, behind its place; None where it opens with something else."""
    place = places.phrase.match(clause.text)
    reach = (place.end() if place else 0) + _EARLY
    return next((tag for tag in clause.tags if tag.weight >= NAMED and tag.begin < reach), None)


def is_plain(clause: Clause, groups: Sequence[Group], tables: HazardTables) -> bool:
    """Return whether what is told of without a word of fault is a hazard by itself, of another kind than the last."""
    choice = categorise(clause.text, tables)
    if choice.weight != RULED or leans(clause.text) or leans_loosely(clause.text):
        return False
    if not any(tag.weight >= NAMED for tag in clause.tags):
        return False
    return not groups or choice.codes[0] not in _kinds(groups[-1], tables)


def lead_goes_on(topic: tuple[Clause, ...], clause: Clause) -> bool:
    return bool(topic) and topic[-1].tone is Tone.MENTION and not clause.listed and leans(clause.text)


def leads(topic: tuple[Clause, ...], clause: Clause, tables: HazardTables) -> bool:
    """A topic serves a fault that names nothing of another kind: 26层那个消火栓，…一滴水都没有."""
    if _is_absorbed(topic, clause, tables):
        return True
    kind = _kind(clause, tables)
    if topic[-1].tone is Tone.FINE:
        return not any(tag.weight >= _STRONG for tag in clause.tags)
    return not kind or kind in _kinds(Group(topic), tables) or leans(clause.text)


_LACKING = re.compile(r"(?:且|并|又|还|都|均|尚)*(?:没有?|未|无|不|缺)")
_EARLY = 6


def _opens_anew(clause: Clause) -> bool:
    """Return whether a clause without a known word has a subject of its own: 墙头往外斜, 责任牌未更新."""
    subject = clause.text[: clause.text.find(clause.sign)] if clause.sign and clause.sign in clause.text else ""
    subject = _ADVERBS.sub("", subject.strip("，、 "))
    return bool(_NOUN.fullmatch(subject)) and not (leans_loosely(clause.text) or _NOBODY.match(clause.text))


_ADVERBS = re.compile(
    r"(?:也|还|又|已|都|均|全|就|才|仍|再|在|是|用|被|叫|让|太|很|有点|早|往外|从里边|从外边|从外头)+$"
)
_NOUN = re.compile(r"[^\W\d_也还又都就才着了过很太不没说把]{1,6}")
_NOBODY = re.compile(
    r"(?:老人|大家|人家|别人|有人|没人|人|俺|我|他|她|谁|轮椅|推床|担架|车|水(?!管|泵|箱|带)|火|烟(?!感|道)|味|气|风|听|看|闻|摸|"
    r"里|上|下|内|外|一|两|三|还|也|又|都|全|孩子|家属|院长|这|那|本|每|需|应|存在|出现|影响|容易|极易|差点|基本|满|另|同时)"
)
"""Subjects that are nothing to be mended."""


def _is_absorbed(before: Sequence[Clause], clause: Clause, tables: HazardTables) -> bool:
    choice = categorise("".join(one.text for one in before), tables)
    absorbed = tables.absorbs.get(choice.codes[0])
    return bool(absorbed and absorbed.search(clause.text))


def _same(clauses: Iterable[Clause], tags: Sequence[Tag]) -> bool:
    """Return whether a clause speaks of what the others spoke of last (走廊监控坏了，走廊堆放被褥: it does not)."""
    last = {max(one.tags, key=lambda tag: tag.begin).word for one in clauses if one.tags}
    return any(tag.word in last for tag in tags)
