"""The circulars 「通报」 and the sheet of the ten days 「旬调度」: every unit named, also those with 「无隐患」."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.papers import chart
from handlers.papers.font import FontMissing
from handlers.papers.official import Photo, Word, Words, day
from handlers.rules.ranking import Counts, Part, Ranked
from handlers.rules.report_shape import CHECK, DRILL, MEETING, PATROL, Facts, UnitFacts
from storage.figures import percent
from storage.vocabulary import RankPart, ReportKind

CIRCULAR, DISPATCH = "通报", "旬调度单"
"""What the templates are called."""
NO_HAZARD, NOT_TOLD = "无隐患", "未报"

_DRAFT = "草稿：由民安生成，经核对、编号、签发后生效"
_DIRECT = "局直属"
_BARS = 20
_NO_CHART = "（本机没有中文字体，图略）"
_CHART_WIDTH_MM, _CHART_HEIGHT_MM = 155, 200


def template_of(facts: Facts) -> str:
    """Return which template the report is written in."""
    return DISPATCH if facts.kind is ReportKind.TEN_DAYS else CIRCULAR


def words(
    facts: Facts,
    title: str,
    picture: Photo | str,
    *,
    made_on: date,
    issued_by: str = "",
    issued_on: date | None = None,
) -> Words:
    """Return what the templates can say; `picture` is the chart; without `issued_by` it is a draft."""
    new, closed, still = facts.numbers("new"), facts.numbers("closed"), facts.numbers("open")
    overdue, major = facts.numbers("overdue"), facts.numbers("major")
    return {
        "草稿": "" if issued_by else _DRAFT,
        "局": facts.bureau,
        "标题": title,
        "期间": f"{day(facts.first)}至{day(facts.last)}",
        "打印日期": day(made_on),
        "签发人": issued_by,
        "签发日期": day(issued_on),
        "单位数": len(facts.units),
        "有隐患单位数": sum(bool(unit.new) for unit in facts.units),
        "无隐患单位": _named([unit for unit in facts.units if _state(unit) == NO_HAZARD]),
        "未报单位": _named([unit for unit in facts.units if _state(unit) == NOT_TOLD]),
        "新增": len(new),
        "立行立改": facts.on_the_spot,
        "新增已销号": facts.rectified,
        "整改率": _percent(facts.rectified, len(new)),
        "销号": len(closed),
        "未销号": len(still),
        "超期": len(overdue),
        "超期编号": _numbered(overdue),
        "重大": len(major),
        "重大编号": _numbered(major),
        "重大存量": _numbered(facts.old_major),
        "巡查完成率": _percent(*reversed(facts.duty(PATROL))),
        "例会完成率": _percent(*reversed(facts.duty(MEETING))),
        "演练完成率": _percent(*reversed(facts.duty(DRILL))),
        "节前检查完成率": _percent(*reversed(facts.duty(CHECK))),
        "巡查有缺": _lacking(facts, PATROL, "次"),
        "例会未开": _lacking(facts, MEETING, "次"),
        "演练未做": _lacking(facts, DRILL, "次"),
        "超期未清零": _named([unit for unit in facts.units if unit.overdue]) or "无，已动态清零",
        "督导检查次数": facts.inspections,
        "举报件数": facts.tips,
        "反复": _numbered(facts.repeats),
        "专项": "；".join(f"{name}{count}处" for name, count in facts.campaigns) or "无",
        "类别表": [{"序号": nth, "类别": name, "条数": n} for nth, (name, n) in enumerate(facts.categories, start=1)],
        "单位表": [_unit(nth, unit) for nth, unit in enumerate(facts.units, start=1)],
        "调度表": [_dispatch(nth, unit) for nth, unit in enumerate(_called(facts), start=1)],
        "有排名": bool(facts.ranked),
        "民政所排名": [_ranked(one) for one in facts.ranked_towns],
        "机构排名": [_ranked(one) for one in facts.ranked],
        "算法": [{"项": name, "权重": f"{weight}%", "口径": meaning} for name, weight, meaning in facts.formula],
        "图": picture,
    }


def _state(unit: UnitFacts) -> str:
    if unit.new:
        return f"{len(unit.new)}处"
    return NO_HAZARD if unit.has_told else NOT_TOLD


def _unit(nth: int, unit: UnitFacts) -> Mapping[str, Word]:
    return {
        "序号": nth,
        "民政所": unit.town or _DIRECT,
        "单位": unit.name,
        "排查": _state(unit),
        "销号": len(unit.closed),
        "未销号": len(unit.open),
        "超期": _numbered(unit.overdue),
        "重大": len(unit.major),
        "巡查": _done(unit, PATROL),
        "例会": _done(unit, MEETING),
        "演练": _done(unit, DRILL),
    }


def _called(facts: Facts) -> list[UnitFacts]:
    """Return the units that something is to be asked of, the most overdue first."""
    found = [unit for unit in facts.units if unit.overdue or unit.major or unit.lacks(PATROL) or not unit.has_told]
    return sorted(found, key=lambda unit: (-len(unit.overdue), -len(unit.major), -unit.lacks(PATROL)))


def _dispatch(nth: int, unit: UnitFacts) -> Mapping[str, Word]:
    return {
        "序号": nth,
        "单位": unit.name,
        "未销号": len(unit.open),
        "超期": _numbered(unit.overdue),
        "重大": _numbered(unit.major),
        "缺巡": unit.lacks(PATROL),
        "排查": _state(unit),
    }


def _ranked(one: Ranked) -> Mapping[str, Word]:
    points = {part.part: "不计" if part.points is None else f"{part.points:.1f}" for part in one.parts}
    return {
        "名次": one.place,
        "单位": one.name,
        "总分": f"{one.score:g}",
        "巡查": points.get(RankPart.PATROL, ""),
        "按期": points.get(RankPart.ON_TIME, ""),
        "超期": points.get(RankPart.OVERDUE, ""),
        "演练": points.get(RankPart.DRILLS, ""),
        "自报": points.get(RankPart.SELF_REPORT, ""),
    }


def chart_of(facts: Facts) -> Photo | str:
    """Return the hazards of each township as a picture; without a Chinese font why there is none."""
    by_town: dict[str, list[int]] = {}
    for unit in facts.units:
        values = by_town.setdefault(unit.town or _DIRECT, [0, 0, 0])
        for at, numbers in enumerate((unit.new, unit.open, unit.overdue)):
            values[at] += len(numbers)
    rows = sorted(by_town.items(), key=lambda one: (-one[1][1], -one[1][0]))[:_BARS]
    try:
        content = chart.bars("各民政所隐患情况（条）", ("新增", "未销号", "超期"), rows)
    except FontMissing:
        return _NO_CHART
    return Photo(content, _CHART_WIDTH_MM, _CHART_HEIGHT_MM)


def _done(unit: UnitFacts, code: str) -> str:
    owed, done = unit.duties.get(code, (0, 0))
    return f"{done}/{owed}" if owed else "—"


def _lacking(facts: Facts, code: str, unit: str) -> str:
    return "、".join(f"{one.name}（缺{one.lacks(code)}{unit}）" for one in facts.lacking(code)) or "无"


def _named(units: Sequence[UnitFacts]) -> str:
    return "、".join(unit.name for unit in units)


def _numbered(numbers: Sequence[int]) -> str:
    return "、".join(f"{number}号" for number in numbers) or "0"


def _percent(part: int, whole: int) -> str:
    found = percent(part, whole)
    return "—" if found is None else f"{found:g}%"


_EXAMPLE_UNIT = UnitFacts(
    1, "某镇敬老院", 2, "某镇民政所", new=(12, 13), closed=(12,), open=(13,), overdue=(13,), major=(), on_the_spot=0,
    rectified=1, has_told=True, duties={PATROL: (30, 28), MEETING: (4, 4), DRILL: (1, 1)}, counts=Counts(),
)  # fmt: skip
_EXAMPLE_RANK = Ranked(1, "某镇敬老院", 1, 88.0, tuple(Part(one, 20, 88.0) for one in RankPart))
EXAMPLE = words(
    Facts(
        ReportKind.QUARTER, date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 30), "某县民政局", (_EXAMPLE_UNIT,),
        categories=(("安全出口", 2),), ranked=(_EXAMPLE_RANK,), ranked_towns=(_EXAMPLE_RANK,),
        formula=(("巡查完成率", 20, "应巡次数中完成的比例"),),
    ),
    "2026年第3季度通报",
    "（图）",
    made_on=date(2026, 10, 1),
)  # fmt: skip
"""Made up: what the templates are tried with."""
