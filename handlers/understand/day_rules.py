"""Every way to say a day or a period (taxonomy §5), as a table of patterns and what they mean; pure."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from handlers.understand.day_span import (
    ONE_DAY,
    YEAR_SHIFT,
    DaySpan,
    Moment,
    month_span,
    months_later,
    quarter_span,
    valid_day,
    week_span,
)
from handlers.understand.numbers import number

Resolve = Callable[[re.Match[str], Moment], DaySpan | None]

_N = r"(?:\d{1,3}|[一二两俩仨三四五六七八九十]{1,3})"
_D = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_M = rf"(?:{_D}|元(?=月))"
_WEEK = r"(?:周|星期|礼拜)"
_BEFORE = r"(?:之前|以前|前头|前夕|头里|到来前|来临前|来之前|前)"
_WITHIN = r"(?:之内|以内|内|里头|里边|里)"

_SHIFT = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_TURN = {"上上": -2, "上": -1, "本": 0, "这": 0, "当": 0, "": 0, "下": 1, "下下": 2, "前": -1}


def _value(text: str) -> int:
    found = 1 if text == "元" else number(text)
    assert found is not None
    return found


def _year(text: str | None, moment: Moment) -> int | None:
    if not text:
        return None
    if (named := text.removesuffix("度")) in YEAR_SHIFT:
        return moment.today.year + YEAR_SHIFT[named]
    year = int(text.removesuffix("年").rstrip("./-"))
    return year + 2000 if year < 100 else year


def _relative_day(match: re.Match[str], moment: Moment) -> DaySpan:
    return DaySpan.day(moment.today + timedelta(days=_SHIFT[match["shift"]]))


def _next_days(match: re.Match[str], moment: Moment) -> DaySpan:
    start = moment.today if match["first"].startswith("今") else moment.today + ONE_DAY
    count = 3 if (match["count"] or "").endswith("三") or match["first"] == "今明后" else 2
    return DaySpan(start, start + timedelta(days=count - 1))


def _today(match: re.Match[str], moment: Moment) -> DaySpan:
    return DaySpan.day(moment.today)


def _dialect_yesterday(match: re.Match[str], moment: Moment) -> DaySpan:
    return DaySpan.day(moment.today - ONE_DAY)


def _dialect_tomorrow(match: re.Match[str], moment: Moment) -> DaySpan:
    return DaySpan.day(moment.today + ONE_DAY)


def _weekday(match: re.Match[str], moment: Moment) -> DaySpan | None:
    turn, word = match["turn"] or "", match["day"]
    if word == "末":
        week = week_span(moment.today, _TURN[turn])
        return DaySpan(week.end - ONE_DAY, week.end)
    index = _weekday_number(word) - 1
    if turn:
        return DaySpan.day(week_span(moment.today, _TURN[turn]).start + timedelta(days=index))
    days = [DaySpan.day(week_span(moment.today, weeks).start + timedelta(days=index)) for weeks in (-1, 0, 1)]
    return moment.nearest(days)


def _weekday_number(word: str) -> int:
    return 7 if word in ("日", "天") else _value(word)


def _week(match: re.Match[str], moment: Moment) -> DaySpan:
    return week_span(moment.today, _TURN[match["turn"]])


def _month(match: re.Match[str], moment: Moment) -> DaySpan:
    return month_span(moment.today.year, moment.today.month + _TURN[match["turn"]])


def _month_part(match: re.Match[str], moment: Moment) -> DaySpan:
    return _part_of_month(
        month_span(moment.today.year, moment.today.month + _TURN[match["turn"] or ""]), match["part"]
    )


def _part_of_month(month: DaySpan, part: str) -> DaySpan:
    tenth, twentieth = month.start.replace(day=10), month.start.replace(day=20)
    if part in ("底", "末", "最后一天"):
        return DaySpan.day(month.end)
    if part in ("上旬", "初"):
        return DaySpan(month.start, tenth)
    if part == "中旬":
        return DaySpan(tenth + ONE_DAY, twentieth)
    if part == "下旬":
        return DaySpan(twentieth + ONE_DAY, month.end)
    return DaySpan.day(month.start.replace(day=15))


def _nth_in_month(match: re.Match[str], moment: Moment) -> DaySpan | None:
    """Return the first, second … or last workday or weekday of a month: 本月最后一个工作日, 下月第一个星期一."""
    month = month_span(moment.today.year, moment.today.month + _TURN[match["turn"]])
    if match["weekday"]:
        wanted = [day for day in month.days() if day.isoweekday() == _weekday_number(match["weekday"])]
    else:
        wanted = [day for day in month.days() if moment.calendar.is_workday(day)]
    place = -1 if match["n"] is None else _value(match["n"]) - 1
    return DaySpan.day(wanted[place]) if place < len(wanted) else None


def _month_day(match: re.Match[str], moment: Moment) -> DaySpan | None:
    month = month_span(moment.today.year, moment.today.month + _TURN[match["turn"]]).start
    day = valid_day(month.year, month.month, _value(match["d"]))
    return DaySpan.day(day) if day else None


def _full_date(match: re.Match[str], moment: Moment) -> DaySpan | None:
    year = _year(match["y"], moment)
    assert year is not None
    day = valid_day(year, _value(match["m"]), _value(match["d"]))
    return DaySpan.day(day) if day else None


def _date(match: re.Match[str], moment: Moment) -> DaySpan | None:
    month, day = _value(match["m"]), _value(match["d"])
    years = (moment.today.year + shift for shift in (-1, 0, 1))
    days = [DaySpan.day(found) for year in years if (found := valid_day(year, month, day))]
    return moment.likelier(days)


def _day_of_month(match: re.Match[str], moment: Moment) -> DaySpan | None:
    months = (month_span(moment.today.year, moment.today.month + shift).start for shift in (-2, -1, 0, 1, 2))
    wanted = _value(match["d"])
    days = [DaySpan.day(day) for first in months if (day := valid_day(first.year, first.month, wanted))]
    return moment.nearest(days)


def _named_month(match: re.Match[str], moment: Moment) -> DaySpan | None:
    month, year = _value(match["m"]), _year(match["y"], moment)
    if not 1 <= month <= 12:
        return None
    part = match["part"]
    if year is None:
        looks_ahead = re.match(rf"份?{_BEFORE}|份?{_WITHIN}|份?完成", match.string[match.end() :])
        months = [month_span(moment.today.year + shift, month) for shift in (-1, 0, 1)]
        aim = moment if part or looks_ahead else replace(moment, is_past=True)
        span = moment.likelier(months) if part and not looks_ahead else aim.nearest(months)
        if span is None:
            return None
        year = span.start.year
    span = month_span(year, month)
    return _part_of_month(span, part) if part else span


def _quarter(match: re.Match[str], moment: Moment) -> DaySpan:
    quarter = (moment.today.month - 1) // 3 + 1
    span = quarter_span(moment.today.year, quarter + _TURN[match["turn"] or ""])
    return DaySpan.day(span.end) if match["part"] else span


def _named_quarter(match: re.Match[str], moment: Moment) -> DaySpan | None:
    quarter, year = _value(match["q"]), _year(match["y"], moment)
    if year is None:
        looks_ahead = match["part"] or re.match(rf"{_BEFORE}|{_WITHIN}", match.string[match.end() :])
        spans = [quarter_span(moment.today.year + shift, quarter) for shift in (-1, 0, 1)]
        span = (moment if looks_ahead else replace(moment, is_past=True)).nearest(spans)
    else:
        span = quarter_span(year, quarter)
    return DaySpan.day(span.end) if span and match["part"] else span


def _first_quarters(match: re.Match[str], moment: Moment) -> DaySpan:
    return DaySpan(date(moment.today.year, 1, 1), quarter_span(moment.today.year, _value(match["q"])).end)


def _first_months(match: re.Match[str], moment: Moment) -> DaySpan:
    year = _year(match["y"], moment) or moment.today.year
    return DaySpan(date(year, 1, 1), month_span(year, _value(match["n"])).end)


def _half_year(match: re.Match[str], moment: Moment) -> DaySpan:
    year = _year(match["y"], moment) or moment.today.year
    first = 1 if match["half"] == "上" else 7
    return DaySpan(date(year, first, 1), month_span(year, first + 5).end)


def _year_end(match: re.Match[str], moment: Moment) -> DaySpan:
    return DaySpan.day(date(_year(match["y"], moment) or moment.today.year, 12, 31))


def _whole_year(match: re.Match[str], moment: Moment) -> DaySpan:
    year = _year(match["y"], moment) or moment.today.year
    return DaySpan(date(year, 1, 1), date(year, 12, 31))


def _mid_year(match: re.Match[str], moment: Moment) -> DaySpan:
    return DaySpan.day(date(moment.today.year, 6, 30))


def _this_year_so_far(match: re.Match[str], moment: Moment) -> DaySpan:
    return DaySpan(date(moment.today.year, 1, 1), moment.today)


def _workdays(match: re.Match[str], moment: Moment) -> DaySpan | None:
    count = _value(match["n"])
    return DaySpan(moment.today, moment.calendar.add_workdays(moment.today, count)) if count else None


def _days_of(match: re.Match[str]) -> tuple[int, int]:
    """Return (days, months) of a length such as 三天, 两周, 半个月, 一个半月, 半年."""
    unit, is_half = match["unit"], match["n"] == "半"
    count = 0 if is_half else _value(match["n"])
    half = 15 if is_half or match["half"] else 0
    if "周" in unit or "星期" in unit or "礼拜" in unit:
        return 7 * count, 0
    if "年" in unit:
        return 0, 6 if is_half else 12 * count
    if "季" in unit:
        return 0, 3 * count
    if "月" in unit:
        return half, count
    return count, 0


def _after(day: date, length: tuple[int, int]) -> date:
    return months_later(day, length[1]) + timedelta(days=length[0])


def _within(match: re.Match[str], moment: Moment) -> DaySpan:
    return DaySpan(moment.today, _after(moment.today, _days_of(match)))


def _later(match: re.Match[str], moment: Moment) -> DaySpan:
    return DaySpan.day(_after(moment.today, _days_of(match)))


def _ago(match: re.Match[str], moment: Moment) -> DaySpan:
    days, months = _days_of(match)
    return DaySpan.day(months_later(moment.today, -months) - timedelta(days=days))


def _recent(match: re.Match[str], moment: Moment) -> DaySpan:
    days, months = _days_of(match)
    whole = days + (365 if months == 12 else months * 30)
    return DaySpan(moment.today - timedelta(days=max(whole, 1) - 1), moment.today)


def _hours(match: re.Match[str], moment: Moment) -> DaySpan:
    count = 0.5 if match["n"] == "半" else float(_value(match["n"])) + (0.5 if match["half"] else 0)
    length = count * {"分钟": timedelta(minutes=1), "刻钟": timedelta(minutes=15)}.get(
        match["unit"], timedelta(hours=1)
    )
    then = moment.ref - length if match["way"].endswith("前") else moment.ref + length
    return DaySpan.day(then.date()).at_time(then.time().replace(second=0, microsecond=0))


def _month_range(match: re.Match[str], moment: Moment) -> DaySpan | None:
    first, last = _value(match["a"]), _value(match["b"])
    if not (1 <= first <= last <= 12):
        return None
    year = _year(match["y"], moment) or moment.today.year
    return DaySpan(month_span(year, first).start, month_span(year, last).end)


def _quarter_range(match: re.Match[str], moment: Moment) -> DaySpan | None:
    first, last = _value(match["a"]), _value(match["b"])
    if first > last:
        return None
    year = _year(match["y"], moment) or moment.today.year
    return DaySpan(quarter_span(year, first).start, quarter_span(year, last).end)


def _day_range(match: re.Match[str], moment: Moment) -> DaySpan | None:
    turned = month_span(moment.today.year, moment.today.month + _TURN[match["turn"] or ""]).start
    month = _value(match["m"]) if match["m"] else turned.month
    year = _year(match["y"], moment) or turned.year
    first, last = (valid_day(year, month, _value(match[key])) for key in "ab")
    return DaySpan(first, last) if first and last and first <= last else None


def _weekday_range(match: re.Match[str], moment: Moment) -> DaySpan:
    days = [_weekday_number(match[key]) for key in "ab"]
    monday = week_span(moment.today, _TURN[match["turn"] or ""]).start
    first, last = (monday + timedelta(days=day - 1) for day in days)
    return DaySpan(first, max(first, last))


_TO = r"(?:到|至|-|~|—|～)"
_LENGTH = rf"(?P<n>半|{_N})(?:个|拉)?(?P<half>半)?(?P<unit>天|日|周|星期|礼拜|(?<=[个半俩仨拉])月|(?<=个)季度|年)"
_Y = r"(?P<y>(?:19|20)\d\d年?[./-]?|\d\d年|去年|上年|前年|今年|本年|明年|来年)"

RULES: tuple[tuple[str, re.Pattern[str], Resolve], ...] = tuple(
    (name, re.compile(pattern), resolve)
    for name, pattern, resolve in (
        ("month range", rf"(?<![\d.])(?:{_Y})?(?P<a>{_D})月?份?{_TO}(?P<b>{_D})月(?:份)?(?!\d)", _month_range),
        (
            "day range",
            rf"(?<![\d.])(?:{_Y})?(?:(?P<turn>上上|上|本|这|当|下)个?月|(?P<m>{_M})月)?(?P<a>{_D})[号日]?{_TO}(?P<b>{_D})[号日](?!楼|院)",
            _day_range,
        ),
        (
            "weekday range",
            rf"(?P<turn>上上|上|本|这|下)?个?{_WEEK}(?P<a>[一二三四五六日天1-7]){_TO}{_WEEK}(?P<b>[一二三四五六日天1-7])",
            _weekday_range,
        ),
        ("workdays", rf"(?P<n>{_N})个?工作日(?:{_WITHIN}|后)?", _workdays),
        ("so far", r"(?:今年|年初|本年|开年|年后)(?:以来|至今|到现在|到目前|到今天)", _this_year_so_far),
        ("half year", rf"(?:{_Y})?(?P<half>[上下])半年(?:度|末|底)?", _half_year),
        (
            "quarter range",
            rf"(?:{_Y})?第?(?P<a>[一二三四1-4])(?:季度?)?{_TO}第?(?P<b>[一二三四1-4])季度?",
            _quarter_range,
        ),
        ("first quarters", r"前(?P<q>[二两三])个?季度", _first_quarters),
        ("first months", rf"(?:{_Y})?前(?P<n>[五六七八九十]|1?\d|十[一二])个月", _first_months),
        (
            "hours",
            rf"(?P<n>半|{_N})个?(?P<half>半)?(?P<unit>小时|钟头|分钟|刻钟)(?P<way>{_WITHIN}|之后|以后|后|之前|以前|前)",
            _hours,
        ),
        ("recent", rf"(?:最近|近|过去|这)(?:的)?{_LENGTH}(?!后)", _recent),
        ("within", rf"(?:{_LENGTH})(?:时间|期限)?{_WITHIN}", _within),
        (
            "allowed",
            rf"(?:(?:限|限期|限时|给|宽限|再缓|缓|延期|延长|延|推迟|推|再要|还得|还要|需要|再给)(?:我们?|俺们?|个|到|期|时限)?){_LENGTH}(?!前|以前)",
            _within,
        ),
        ("allowed", rf"(?:^|(?<=[，。；、 ])){_LENGTH}(?=[，,]?(?:把|给(?!了|老人|院)|得(?!有|了)|必须))", _within),
        ("later", rf"{_LENGTH}(?:之后|以后|过后|后)", _later),
        ("ago", rf"(?<!第){_LENGTH}(?<!日)(?:之前|以前|前)", _ago),
        ("full date", rf"(?<!\d){_Y}(?P<m>{_M})[月./-](?P<d>{_D})[日号]?(?!\d)", _full_date),
        (
            "full date",
            r"(?<![\d.])(?P<y>2\d)(?P<dot>[./-])(?P<m>0?[1-9]|1[0-2])(?P=dot)(?P<d>0?[1-9]|[12]\d|3[01])(?![\d.])",
            _full_date,
        ),
        ("digits", r"(?<!\d)(?P<y>20\d\d)(?P<m>0\d|1[0-2])(?P<d>[0-3]\d)(?!\d|-)", _full_date),
        (
            "date",
            rf"(?<![\d.])(?P<m>{_M})月份?(?P<d>{_D})(?:[日号]|(?!\d|[一二三四五六七八九十天]|[个条家次处项回起遍场趟]|(?<=一)[共直]))",
            _date,
        ),
        ("date", r"(?<![\d./A-Za-z-])(?P<m>0?[1-9]|1[0-2])[./](?P<d>0?[1-9]|[12]\d|3[01])[日号](?!楼|院|房)", _date),
        (
            "date",
            r"(?<![\d./A-Za-z-])(?P<m>0?[1-9]|1[0-2])[./-](?P<d>0?[1-9]|[12]\d|3[01])(?![\d./%]|[月日层天人个条次楼栋室房寸米元万倍具分]|单元|号|公斤|[A-Za-z])",
            _date,
        ),
        (
            "nth in month",
            rf"(?P<turn>上上|上|本|这|当|下下|下)个?月(?:的)?(?:最后一|第(?P<n>[一二三四五]))个?(?:工作日|{_WEEK}(?P<weekday>[一二三四五六日天]))",
            _nth_in_month,
        ),
        (
            "month day",
            rf"(?P<turn>上上|上|本|这|当|下|下下)个?月(?P<d>{_D})[日号]?(?!\d|[天个次回条遍场趟]|(?<=一)[共起直])",
            _month_day,
        ),
        (
            "month part",
            r"(?P<turn>上上|上|本|这|当|下下|下)?个?月(?P<part>底|末|最后一天|初|中旬|上旬|下旬|中)(?!\w{0,1}小结)",
            _month_part,
        ),
        (
            "named month",
            rf"(?<![\d.])(?:{_Y})?(?P<m>{_M})月(?:份)?(?P<part>底|末|初|中旬|上旬|下旬|中(?!秋))?(?!\d|饼|嫂)",
            _named_month,
        ),
        (
            "weekday",
            rf"(?P<turn>上上|上|本|这|下下|下)?个?{_WEEK}(?P<day>一(?!共|起|并|直)|[二三四五六日天末]|[1-7](?!\d))(?![次回遍趟个天])",
            _weekday,
        ),
        ("week", rf"(?P<turn>上上|上|本|这|下下|下|当)(?:个|一)?{_WEEK}(?:{_WITHIN})?", _week),
        ("month", rf"(?P<turn>上上|上|本|这|当|下下|下)(?:个|一)?月(?:份)?(?:{_WITHIN})?", _month),
        ("named quarter", rf"(?:{_Y})?第?(?P<q>[一二三四1-4])个?季度?(?P<part>末|底)?(?!节|度)", _named_quarter),
        ("quarter", r"(?P<turn>上上|上|本|这|当|下)?(?:个|一)?季度?(?P<part>末|底)", _quarter),
        ("quarter", r"(?P<turn>上上|上|本|这|当|下)(?:个|一)?季(?:度)?(?P<part>末|底)?", _quarter),
        ("year end", rf"(?:{_Y})?(?:年底|年末|年终|年内|(?<=年)底)", _year_end),
        ("mid year", r"年中(?!心)|半年底", _mid_year),
        ("year", r"(?P<y>去年|前年|今年|本年度?|明年|来年|20\d\d年)(?:度|全年)?", _whole_year),
        ("year", r"(?P<y>)全年", _whole_year),
        (
            "day of month",
            r"(?<![\d./A-Za-z年-])(?P<d>[12]\d|3[01]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅[一]?|[一二三四五六七八九])[号日](?!常|期|间|志|用|报|子|光|均|式|线|机|巡)",
            _day_of_month,
        ),
        ("tomorrow", r"赶明儿?个?", _dialect_tomorrow),
        ("yesterday", r"夜儿黑|夜黑|夜儿个?|夜个儿?", _dialect_yesterday),
        (
            "relative",
            r"(?P<shift>大前|大后|前|昨|今|明|后)(?:天|儿个?(?!童)|日(?!期)|晚|夜|早|晨|下午|上午|个(?=早|晚|上午|下午))",
            _relative_day,
        ),
        ("relative", r"(?P<shift>昨|今|明)个儿?(?!月|人|院|性|子|别|体|早|晚|上午|下午)", _relative_day),
        (
            "tonight",
            r"今儿?黑(?!里?[一二三四五六七八九十\d]|家|了)|(?<!儿)(?<!天)(?:后晌|晌午|天黑)(?=之?前)",
            _today,
        ),
        ("next days", r"(?P<first>今明|明后|今明后)(?P<count>两|三|后三)?天", _next_days),
        (
            "today",
            r"当天|当日|即日|立即|立刻|立马|马上|当场|立行立改|即刻|现场整改|边查边改|即查即改|随手改|下班前|下班之前|下班以前",
            _today,
        ),
    )
)
