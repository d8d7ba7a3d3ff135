"""Show the ranking 「按季排名」, how it is counted, and the rows behind a score."""

import re
from collections.abc import Sequence

from handlers import report_making
from handlers.asked_unit import asked_unit
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.question_asking import figures
from handlers.rules.access import scope
from handlers.rules.ranking import Ranked
from handlers.rules.report_shape import PATROL, Facts
from handlers.texts import ranking as texts
from handlers.texts.ranking import About
from handlers.texts.report_names import days
from handlers.understand.day_span import ONE_DAY
from handlers.understand.report_words import leading_ranked
from storage import duty_figures
from storage.figures import Period
from storage.report_periods import Span, before, holding
from storage.units import Unit
from storage.vocabulary import Level, RankPart, ReportKind, Role

_LEAD = r"(?:请问|请|查看|看看|看|查|公布)?(?:一下)?"
_BOARD = re.compile(rf"{_LEAD}(?P<said>.{{0,30}}?)的?(?:安全|综合|总|工作|考核)*排名(?:表|情况|结果)?[？。]?")
_HOW = re.compile(
    r"(?:.{0,12}?(?:排名|得分|名次)(?:是)?(?:怎么|如何|咋)(?:算|评|排)(?:的|出来的)?|排名(?:算法|规则|公式|办法))[？。]?"
)
_DETAIL = re.compile(rf"{_LEAD}(?P<said>.{{0,30}}?)的?(?:排名)?(?:得分|分数|评分)(?:明细|构成|详情|情况)?[？。]?")
_OTHER_FIGURES = re.compile(
    r"隐患|整改|巡|会|演练|培训|检查|期|率|数|谁|哪|最|前|后|倒|第[^一二三四1-4]|类|多|少|责任|月(?!份?通)|周|昨|今[天日]"
)
_ALL = re.compile(
    r"(?:全县|全局|县里|局里|各?(?:乡镇|民政所|机构|单位|敬老院|养老院)|各院|我们?|咱们?)?(?:和(?:各)?机构)?"
)
_COUNTY_WIDE = (Role.SECTION, Role.LEADER, Role.ADMIN)


def _read(heard: Heard) -> Wish | None:
    text = heard.text.strip()
    if heard.form is not None:
        return None
    if _HOW.fullmatch(text):
        return {"asks": "how", "said": ""}
    for asks, pattern in (("board", _BOARD), ("details", _DETAIL)):
        if (found := pattern.fullmatch(text)) and not _OTHER_FIGURES.search(found["said"]):
            return {"asks": asks, "said": found["said"]}
    return None


def _answer(wish: Wish, asking: Asking) -> Reply:
    table = asking.desk.tables.ranking
    if wish["asks"] == "how":
        return texts.formula([(one.term, table.weight_by_part[one], table.meaning_by_part[one]) for one in RankPart])
    named, whose = leading_ranked(str(wish["said"]), asking.today)
    if _ALL.fullmatch(whose):
        whose = "" if wish["asks"] == "board" else asking.unit.name
    unit = asked_unit(whose, asking)
    if whose and unit is None:
        return figures(f"{wish['said']}排名", asking)
    span = named or _usual(asking)
    if span.first > asking.today:
        raise Sorry(texts.not_yet(days(span)))
    facts, is_frozen = report_making.facts_of(
        asking.session, span, tree=asking.tree, tables=asking.desk.tables, now=asking.now
    )
    about = About(days(span), _judged(facts, asking).last, is_frozen, len(facts.ranked), len(facts.ranked_towns))
    if unit is None:
        return texts.board(about, _seen(facts.ranked_towns, asking), _seen(facts.ranked, asking))
    if wish["asks"] == "details":
        return _details(unit, facts, about, asking)
    return _one(unit, facts, about, asking)


def _usual(asking: Asking) -> Span:
    """Return the quarter that is meant where none is named: this one, on its first day the one before."""
    this = holding(ReportKind.QUARTER, asking.today)
    return before(this) if this.first == asking.today else this


def _seen(ranked: Sequence[Ranked], asking: Asking) -> list[Ranked]:
    ids = scope(asking.person, asking.tree)
    return [one for one in ranked if asking.person.role in _COUNTY_WIDE or one.unit_id in ids]


def _one(unit: Unit, facts: Facts, about: About, asking: Asking) -> Reply:
    is_town = unit.level is Level.TOWNSHIP
    everyone = facts.ranked_towns if is_town else facts.ranked
    found = _find(unit, everyone, asking)
    ours = {one.unit_id for one in facts.units if one.town_id == unit.id}
    below = [one for one in facts.ranked if one.unit_id in ours] if is_town else []
    shares = sum(one.place == found.place for one in everyone) > 1
    return texts.one(about, found, below, of=len(everyone), shares=shares)


def _details(unit: Unit, facts: Facts, about: About, asking: Asking) -> Reply:
    if unit.level is not Level.INSTITUTION:
        raise Sorry(texts.only_institutions(unit.name))
    found = _find(unit, facts.ranked, asking)
    counts = next(one.counts for one in facts.units if one.unit_id == unit.id)
    missed = duty_figures.missed(asking.session, found.unit_id, PATROL, _judged(facts, asking))
    lacking = missed[: counts.patrols_owed - counts.patrols_done]
    return texts.details(about, found, counts, [asking.desk.tables.duty_title(PATROL, one) for one in lacking])


def _judged(facts: Facts, asking: Asking) -> Period:
    """Return the whole days that the score is of."""
    return Period(facts.first, min(facts.last, facts.until if facts.until < asking.today else asking.today - ONE_DAY))


def _find(unit: Unit, ranked: Sequence[Ranked], asking: Asking) -> Ranked:
    found = next((one for one in _seen(ranked, asking) if one.unit_id == unit.id), None)
    if found is None:
        raise Sorry(texts.nothing_in_scope(unit.name))
    return found


INTENT = Intent(
    "ranking_ask",
    "排名",
    ("排名", "本季度排名", "上季度排名", "张良镇排名", "排名怎么算的", "张良镇敬老院得分明细"),
    _read,
    _answer,
    levels=(Level.BUREAU, Level.SECTION, Level.TOWNSHIP),
)
