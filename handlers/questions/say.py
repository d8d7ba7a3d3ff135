"""Say an answer to a question in words: the figure, whose, of when, and how it is counted; pure."""

from collections.abc import Sequence
from datetime import date, datetime

from config.clock import TZ
from handlers.questions.query import Query, category_name, source_name
from storage.figures import Number, Period

NAMES_SHOWN = 30
FEW_SHOWN = 8
"""So many hazards are named with a figure that nobody asked the names of."""

_METRICS = {
    "hazard_new": ("上报隐患", "条", "按上报时间"),
    "hazard_closed": ("销号隐患", "条", "按销号时间"),
    "hazard_open": ("未销号隐患", "条", "待整改、整改中、待验收等还没销号的"),
    "hazard_overdue": ("超期隐患", "条", "未销号且期限早于今天"),
    "hazard_due": ("到期隐患", "条", "未销号且期限落在期间内"),
    "hazard_zero": ("零报告机构", "家", "期间内一条隐患也没有上报的机构"),
    "hazard_major_open": ("重大隐患未销号", "条", "等级为重大、还没销号的"),
    "rectify_rate": ("整改率", "%", "期间内上报的隐患中现已销号的占比"),
    "ontime_rate": ("按期整改率", "%", "期间内销号的隐患中不晚于期限销号的占比"),
    "avg_days": ("平均整改天数", "天", "期间内销号的隐患，从上报日到销号日"),
    "patrol_rate": ("夜间巡查率", "%", "有住宿的机构每晚应巡2次，实巡占应巡的比例"),
    "patrol_count": ("夜间巡查次数", "次", "有住宿的机构实际夜巡次数"),
    "patrol_missing": ("夜巡有缺的机构", "家", "有住宿的机构每晚应巡2次，期间内有缺"),
    "patrol_full": ("夜巡一次不缺的机构", "家", "有住宿的机构每晚应巡2次，期间内不缺"),
    "patrol_missing_all": ("一次没巡的机构", "家", "有住宿的机构，期间内一次夜巡也没有"),
    "patrol_missing_times": ("夜巡缺的次数", "次", "应巡次数减实巡次数"),
    "org_count": ("机构", "家", "在册机构"),
    "holiday_check_done": ("节前检查已做的机构", "家", "按节日"),
    "holiday_check_missing": ("节前检查没做的机构", "家", "按节日"),
    "meeting_done": ("开过例会的机构", "家", "期间内有例会记录"),
    "meeting_missing": ("没开例会的机构", "家", "期间内没有例会记录"),
    "meeting_count": ("例会", "次", "期间内的例会记录"),
    "meeting_attendees": ("例会参加", "人次", "例会记录的实到人数合计"),
    "drill_done": ("做过演练的机构", "家", "期间内有演练记录"),
    "drill_missing": ("没做演练的机构", "家", "期间内没有演练记录"),
    "drill_count": ("演练", "次", "期间内的演练记录"),
    "drill_attendees": ("演练参加", "人次", "演练记录的参加人数合计"),
    "training_done": ("做过培训的机构", "家", "期间内有培训记录"),
    "training_missing": ("没做培训的机构", "家", "期间内没有培训记录"),
    "training_count": ("培训", "次", "期间内的培训记录"),
    "training_attendees": ("培训参加", "人次", "培训记录的参加人数合计"),
}
_RATES = ("%",)


def name_of(metric: str) -> str:
    """Return what people call the metric."""
    return _METRICS[metric][0]


def figure(metric: str, value: Number | None) -> str:
    """Return one figure in words: 未销号隐患：49条."""
    name, unit, _ = _METRICS[metric]
    return f"{name}：{_number(value)}{unit if value is not None else ''}"


def names(metric: str, found: Sequence[str]) -> list[str]:
    """Return a number of units with their names."""
    return [figure(metric, len(found)), *_cut(found, "家")]


def hazard_numbers(metric: str, found: Sequence[int], *, is_long: bool) -> list[str]:
    """Return a number of hazards with the numbers under which they are kept; where it `is_long` many of them."""
    listed = [f"{one}号" for one in found]
    return [figure(metric, len(found)), *(_cut(listed, "条") if is_long or len(found) <= FEW_SHOWN else [])]


def _cut(found: Sequence[str], unit: str) -> list[str]:
    more = f" 等{len(found)}{unit}" if len(found) > NAMES_SHOWN else ""
    return [f"{'、'.join(found[:NAMES_SHOWN])}{more}"] if found else []


def yes_or_no(metric: str, count: int) -> list[str]:
    """Return the short answer to 有没有 or 清零没有: 还有, 没有了."""
    if metric in ("hazard_open", "hazard_overdue", "hazard_due"):
        return ["还有" if count else "没有了"]
    return ["有" if count else "没有"]


def working(metric: str, parts: tuple[Number, Number] | None) -> list[str]:
    """Return how the figure comes about: 251条已销号 ÷ 300条上报; empty for what is a mere count."""
    if parts is None:
        return []
    part, whole = (_number(one) for one in parts)
    said = {
        "rectify_rate": f"上报{whole}条，其中已销号{part}条：{part}÷{whole}",
        "ontime_rate": f"销号{whole}条，其中不晚于期限{part}条：{part}÷{whole}",
        "avg_days": f"销号{whole}条，共用{part}天：{part}÷{whole}",
        "patrol_rate": f"应巡{whole}次，实巡{part}次：{part}÷{whole}",
        "patrol_missing_times": f"应巡{whole}次，实巡{part}次",
    }
    return [said[metric]]


def ranking(metric: str, shown: Sequence[tuple[str, Number]], tied: Sequence[tuple[str, Number]]) -> list[str]:
    """Return the places one a line, with those who share the last place that is shown."""
    unit = _METRICS[metric][1]
    lines = [
        f"{place}. {name} {_number(value)}{unit}" for place, (name, value) in zip(_places(shown), shown, strict=True)
    ]
    if tied:
        lines.append(f"与最后一名并列的还有：{'、'.join(name for name, _ in tied)}")
    return lines or ["没有可排的数据"]


def difference(query: Query, current: Number | None, before: Number | None, change: Number | None) -> list[str]:
    """Return both figures and by how much they differ."""
    name, unit, _ = _METRICS[query.metrics[0]]
    point = "个百分点" if unit == "%" else unit
    lines = [
        f"{_days(query.period)}{name}：{_number(current)}{unit if current is not None else ''}",
        f"{_days(query.compare)}{name}：{_number(before)}{unit if before is not None else ''}",
    ]
    if change is None:
        return [*lines, "有一期没有数据，不能比较"]
    return [*lines, "持平" if not change else f"{'增加' if change > 0 else '减少'}{_number(abs(change))}{point}"]


def answer(query: Query, lines: Sequence[str], now: datetime, *, everything: str, units: int | None = None) -> str:
    """Return the whole answer: whose figures of when, the lines, how they are counted, the time of the figures.

    `everything` is what the asker sees where the question names no unit; `units` how many of those that it names.
    """
    here = now.astimezone(TZ)
    partly = [f"点到的单位里有的不在您的管辖范围内，只算了{units}家"] if units is not None else []
    notes = [*how(query), *_cautions(query, here.date())]
    when = f"数据截至 {here.month}月{here.day}日 {here:%H:%M}"
    return "\n".join((f"【{head(query, everything)}】", *lines, *partly, *notes, when))


def head(query: Query, everything: str, *, with_names: bool = False) -> str:
    """Return whose figures of when, with what limits them: 下汤镇，2026年10月1日至10月31日，重大.

    `with_names`: and what is counted, where nothing else says it.
    """
    span = "，比".join(filter(None, (_days(query.period), _days(query.compare))))
    counted = [_METRICS[one][0] if one in _METRICS else "简报" for one in query.metrics] if with_names else []
    return "，".join(filter(None, (_whose(query) or everything, span or _open_end(query), *_limits(query), *counted)))


def how(query: Query) -> list[str]:
    """Return how the figures are counted, in one line; none for the whole picture."""
    notes = [f"{_METRICS[one][0]}={_METRICS[one][2]}" for one in query.metrics if one in _METRICS]
    return [f"口径：{'；'.join(notes)}"] if notes else []


def how_each(names: Sequence[str]) -> list[str]:
    """Return how each of these figures is counted, a line each."""
    return [f"{_METRICS[one][0]}={_METRICS[one][2]}" for one in names]


def _open_end(query: Query) -> str:
    """Return what 「no period」 means: the present for what stands open, else all that is recorded."""
    if query.metrics[0] in _AS_IT_STANDS:
        return "截至现在"
    return "" if query.festival else "有记录以来"


_AS_IT_STANDS = ("hazard_open", "hazard_overdue", "org_count", "brief")


def _cautions(query: Query, today: date) -> list[str]:
    """Return what has to be known so as not to read more into the figure than it says."""
    cautions = []
    if query.compare and query.period and query.period.first <= today < query.period.last:
        cautions.append(f"{_days(query.period)}还没过完，只算到今天，和过完的一期比要留意")
    if query.period and query.metrics[0] in ("hazard_open", "hazard_overdue"):
        cautions.append("只算这段时间内上报、现在仍未销号的；过去某一天的存量没有留底")
    return [f"注意：{'；'.join(cautions)}"] if cautions else []


def no_such_figure(text: str) -> str:
    """Return what is said where the question is about no figure of ours, with the nearest that can be asked."""
    near = [offer for words, offer in _OFFERS if any(word in text for word in words)] or [
        one for _, one in _OFFERS[:3]
    ]
    return "\n".join(("这个问题不在能查的指标里，没有给数。", "可以这样问：", *(f"· {one}" for one in near)))


def nearest(text: str) -> str:
    """Return how the nearest figure is told where the one asked for is not kept."""
    return f"最接近的是：\n{text}"


def everything(units: int, *, is_all: bool) -> str:
    """Return what somebody sees who asks for no unit in particular."""
    return "全部机构" if is_all else f"管辖范围内{units}家机构"


def not_in_your_charge(query: Query) -> str:
    """Return what is said where the question is about units of others."""
    return f"{_whose(query)}不在您的管辖范围内，没有给数。"


def which_festival() -> str:
    """Return what is said where no festival's check has begun that could be counted."""
    return "没有查到这个节日的检查窗口，请写明节日，例如：国庆节前检查哪几家没做"


_OFFERS = (
    (("隐患", "问题", "整改", "改"), "现在还有多少隐患没整改"),
    (("巡", "夜", "值班"), "昨晚哪几家没夜巡"),
    (("超", "期", "慢"), "哪些隐患超期了"),
    (("会",), "这周哪几家没开例会"),
    (("演练", "疏散"), "本季度哪几家没演练"),
    (("培训", "学"), "今年培训了多少人次"),
    (("节", "检查"), "国庆节前检查哪几家没做"),
)


def _places(shown: Sequence[tuple[str, Number]]) -> list[int]:
    """Return the place of each: the same value, the same place."""
    values = [value for _, value in shown]
    return [values.index(value) + 1 for value in values]


def _whose(query: Query) -> str:
    return "、".join((*query.towns, *query.orgs, *query.org_types))


def _limits(query: Query) -> list[str]:
    return [
        *(category_name(one) for one in query.categories),
        query.category_group,
        query.grade.term if query.grade else "",
        query.state.term if query.state else "",
        query.owner,
        f"来源{source_name(query.source)}" if query.source else "",
        "申请过延期" if query.is_extended else "",
        query.festival,
    ]


def _days(period: Period | None) -> str:
    if period is None:
        return ""
    first, last = period.first, period.last
    if first == last:
        return f"{first.year}年{first.month}月{first.day}日"
    end_year = "" if last.year == first.year else f"{last.year}年"
    return f"{first.year}年{first.month}月{first.day}日至{end_year}{last.month}月{last.day}日"


def _number(value: Number | None) -> str:
    return "无数据" if value is None else f"{value:g}"
