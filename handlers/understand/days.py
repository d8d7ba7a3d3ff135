"""Find deadlines, periods and event times in a text by taxonomy §5; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from config.lexicon import Festival
from config.pattern_sieve import Sieve
from config.zone import TZ
from handlers.understand.clock_times import CLOCK, ClockTime, clock_times
from handlers.understand.day_rules import RULES
from handlers.understand.day_span import ONE_DAY, Calendar, DaySpan, Moment
from handlers.understand.festival_rules import festival_patterns, festival_spans

__all__ = ["Calendar", "Time", "find_times", "looks_back", "pick"]


@dataclass(frozen=True, slots=True)
class Time:
    """One expression of time: its words, where they stand, and the days they mean (both ends included)."""

    words: str
    begin: int
    end: int
    rule: str
    span: DaySpan

    @property
    def deadline(self) -> date | datetime:
        """Return the last day, or the moment (aware, Asia/Shanghai) where a time of day is named."""
        return self._moment(self.span.end)

    @property
    def event(self) -> date | datetime:
        """Return the first day, or the moment where a time of day is named."""
        return self._moment(self.span.start)

    @property
    def period(self) -> tuple[date, date]:
        """Return the first and the last day."""
        return self.span.start, self.span.end

    def _moment(self, day: date) -> date | datetime:
        return datetime.combine(day, self.span.at, TZ) if self.span.at else day


_NO_TIME = re.compile(
    r"""YH-?\d{6,8}-?\d{1,4}|\d{4}\s*[〕\]】)）]\s*\d+号?|(?<=率)(?:是|为|:)?\d+/\d+|(?:占|合格|到会|实到|达标|整改了?|销号|完成率)[^，。\d]{0,2}\d+/\d+
    |(?<!\d)\d{1,2}-\d{1,2}-\d{3,4}(?!\d)|\d+/\d+(?=的(?!例?会|巡|演|培|检查|隐患|通知|任务|通报))|\d{1,3}号(?=、\d{1,3}号(?:插|灯|门|楼|房|床|屋|灭|电|柜|院|机|窗))|\d+/\d+(?=的?(?:床|人|家|户|间|具|个|张))|\d+/\d+(?=的?[一-鿿]{0,6}(?:不合格|合格|坏|过期|失效|达标|占|没整改|未整改|没改))|[#＃]\s*\d+|(?:编号|第)\s*\d+(?:号|条|项)?
    |\d+\s*号(?=楼|栋|院|屋|房|室|床|门|机|柜|库|厅|车|桌|单元|线|炉|灶|梯|区|岗|井|泵|闸|罐|瓶|桶|箱|台|馆|厨|墓|员|位|病|仓|窗|锅|变压器|水箱|水池|水塔|消火栓|消防栓|灭火器|阀|摄像头|探头|烟感|喷头|冰柜|冰箱|空调|热水器|配电|储罐|煤气|气瓶|火化|墓|护理|宿舍|文件|公告|通知书|令|提案
        |的?隐患|那(?!晚|天|日|夜|会儿)|这|不行|不合格|不过|没改|还没|还是|啥|咋|什么|怎么|哪|通过|可以|同意|已|整改(?:完成|好|到位|完毕|不|没|情)|(?:改|弄|修|换|清|处理|搞|整)(?:好|妥|完|掉|毕)?了
        |\s*(?:报错|报岔|重复|撤|删|作废|等级|申请|延期|来不及|改不完|验收|退|驳回|进度|进展|状态|情况|逾期|超期|派|催|交给|交由|指派|责任人|不用|完成|销号|弄妥|弄好|改好|修好|换好|杂物|灭火|应急|电线|插座|防火|消防))
    |隐患\s*\d+\s*号?
    |每个?(?:周|星期|礼拜|月|季度?|年)(?:[一二三四五六七八九十]{1,3}[号日]|[一二三四五六日天]|\d{1,2}[号日])?|每\d*[天日晚夜次]|天天|周周|月月
    |[一两三四\d]+(?:天|日|周|月|季度?|年|夜|晚)(?:至少)?[一两二三四五六七八\d]+(?:次|回|遍|趟|检|小?时?班)|三天两头|一天到晚|成天|整天|(?<!近)一天都
    |\d+(?:\.\d+)?\s*(?:MPa|兆帕|kg|公斤|千克|斤|%|％|匹|千伏|kV|马力|寸|平方?米?|m2|米|厘米|cm|毫米|mm|伏|V|v|W|w|瓦|A|安|吨|升|L|元|万|具|个(?!月|工作日|半?小时|钟头|季度|星期|礼拜)|只|盏|台|条|处|名|位|人|户|次|张|床|间|层|楼|栋|幢|单元|室|房|号线|岁|度|℃|克|g|秒|倍|根|块|桶|瓶|罐)
    |\d{1,4}(?:-\d{1,4}){1,2}(?=室|房|号房|床)|[A-Za-z]+-?\d+(?:[-.]\d+)*|\d{11}|1[3-9]\d{9}|0\d{2,3}-\d{7,8}
    |(?<=[^\d号日])\d{3,4}(?=房|室|屋|号|门|床|那|的|没|不|和|、|宿舍|老人|烟|插|有)
    |(?:七八|三四|五六|两三|好几|几|多少|一两)(?:天|日|年|个月|周)|(?<![去今前明本半])\d*[一二三四五六七八九十两]?年(?:多|没|未|了|来|间|久|份|龄|检|审|级|度|报|轻|纪|老|长|画|货)|(?<![近去来上下\d一二三四五六七八九十])(?:(?:半|[一二三四五六七八九十两\d]+)个?(?:多)?(?:天|年|周|星期|小时)|(?:半|[一二三四五六七八九十两\d]+)个(?:多)?月|[半两]月)(?:多|没|未|了|来没|来都|都没|也没|一次|一回|一检|值班)
    |[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗](?:国庆|立冬|立春|清明|中秋|元旦|冬至|夏至|立秋|立夏|重阳|腊八)(?!节|之?前|之?后|期间|假|当天|那天)
    |周[一二三四五六日](?=[福贵生娃妮妞旺全民](?!利)|(?:老|大)?(?:爷|娘|汉|奶奶|大爷|师傅))|(?:五一|八一|七一|三八|六一|国庆|解放)(?:大道|小学|中学|希望小学|路|街|村|桥|广场)
    |(?:规范|标准|要求|国标|净宽|净高|不足|不到|至少)[^，。\d]{0,4}\d+\.\d+(?![.\d])
    |重阳木|五月花|(?:煮|吃|下|包|炸|搓|一碗|做|打)(?:元宵|月饼)|元宵(?:馅|粉)|腊八[粥蒜]|冬至饺|清明(?:菜|粿|团|柳)|端午粽
    |今后|以前的|前后|(?<![\d一二三四五六七八九十])日前(?=$|，|。)|星期天气|早晚|天气|年度报告|年年|明天会更好|一日三餐|节日快乐|中秋快乐|春节快乐|国庆快乐|新年快乐
    """,
    re.VERBOSE,
)
_LOOKS_BACK = re.compile(
    r"补报|补录|补记|补登|补上|漏报|忘报|忘了|没巡|未巡|没报|没查|没开|没做|没搞|开的|做的|搞的|培训的|演练的|开会的|办的|练的|学的|讲的|开会了|开过会|开完会|查的|报的|发现的?|巡查过|完毕|开完|开罢|已开|已巡|开了|做了|搞了|查了|巡了|查房|开始|召开|开展|组织|参加|用时|实到|"
    r"培训了|演练了|正常|无异常|没异常|平安|夜巡|值班情况|以来|至今|到现在|期间|多少|几[条个家次回]|统计|汇总|简报|排名|整改率|[日号]\s*(?:到|至|-|~|—)\s*\d|那天|当天的|上报的|谁没|哪家没|是(?:昨|前|上)"
)
_LOOKS_AHEAD = re.compile(
    r"之?前(?!天|面|门|院|后|楼|台|排|头院|三|两|几)|以前|以内|之内|[天日周月时]内|必须|限期|整改到位|改完|弄完|弄好|弄妥|完成整改|到期|截止|推到|延到|延期|宽限|要改|给我|再|能不能|下周|下个?月|明[天儿年]"
)
_SINCE = re.compile(r"\s*(?:份)?(?:以来|至今|开始|起|之后到现在)")
_RANGE_WORD = re.compile(r"\s*(?:到|至|-|~|—|～|——)\s*")
_NOW = re.compile(r"(?:现在|目前|今天|至今|今日|眼下)")
_DAYLESS = re.compile(r"\s*的?\s*")


def looks_back(text: str) -> bool:
    """Return whether the text tells of what has happened, so that 「18号」 is the last one and not the next."""
    return bool(_LOOKS_BACK.search(text)) and not _LOOKS_AHEAD.search(text)


def find_times(
    text: str, ref: datetime, calendar: Calendar, festivals: Sequence[Festival], *, is_past: bool | None = None
) -> tuple[Time, ...]:
    """Return the times in evened-out `text`, in order of their place, each as the days it means seen from `ref`.

    A date without a year looks back where `is_past`, ahead where not, and by the words around it where None.
    What is no time (room and hazard numbers, weights, 每周五, 一天两次) is left out. `ref` is aware.
    """
    named, sieve = _known(tuple(festivals))
    may = sieve.places(text)
    if not may:
        return ()
    moment = Moment(
        ref.astimezone(TZ),
        looks_back(text) if is_past is None else is_past,
        bool(_LOOKS_AHEAD.search(text)),
        calendar,
        named,
    )
    plain = _NO_TIME.sub(lambda match: "＿" * len(match[0]), text)
    days = _without_overlaps(_day_times(plain, moment, may))
    return tuple(_ranges(plain, _with_clocks(days, clock_times(plain), moment), moment))


@lru_cache(maxsize=8)
def _known(festivals: tuple[Festival, ...]) -> tuple[Mapping[str, Festival], Sieve]:
    """Return the festivals by name, and the sieve of their patterns, of all rules and of the times of day."""
    named = {name: festival for festival in festivals for name in festival.names}
    patterns = festival_patterns(tuple(named))
    assert len(patterns) == _FESTIVALS
    return named, Sieve((*patterns, *(pattern for _, pattern, _ in RULES), CLOCK))


_FESTIVALS = 3
"""So many patterns of festivals stand before the rules in the sieve."""


def pick(times: Sequence[Time], text: str) -> Time | None:
    """Return the time that a message is most likely about: one marked as a limit, else a range, else the first."""
    for time_ in times:
        if re.match(r"\s*(?:之?前|以前|完成|整改|改完|截止|内)", text[time_.end :]) or re.search(
            r"[前内]$", time_.words
        ):
            return time_
    return next((time_ for time_ in times if time_.rule == "range"), times[0] if times else None)


def _day_times(text: str, moment: Moment, may: Iterable[int]) -> list[tuple[int, Time]]:
    spans = festival_spans(text, moment, [place for place in may if place < _FESTIVALS])
    found = [(0, _time(match, "festival", span)) for match, span in spans]
    for order in (place - _FESTIVALS for place in may if _FESTIVALS <= place < _FESTIVALS + len(RULES)):
        name, pattern, resolve = RULES[order]
        for match in pattern.finditer(text):
            if span := resolve(match, moment):
                found.append((order + 1, _time(match, name, span)))
    return found


def _time(match: re.Match[str], rule: str, span: DaySpan) -> Time:
    return Time(match[0], match.start(), match.end(), rule, span)


def _without_overlaps(found: Iterable[tuple[int, Time]]) -> list[Time]:
    """Keep the longer, then the earlier rule's, of expressions that share characters; in order of place."""
    kept: list[Time] = []
    for _, time_ in sorted(found, key=lambda one: (one[1].begin - one[1].end, one[0])):
        if all(time_.end <= other.begin or time_.begin >= other.end for other in kept):
            kept.append(time_)
    kept.sort(key=lambda one: one.begin)
    return [one for number, one in enumerate(kept) if not _repeats(kept[number - 1] if number else None, one)]


def _repeats(before: Time | None, one: Time) -> bool:
    """Return whether 「下班前」 only closes the day that stands before it: 周五下班前."""
    return before is not None and one.words.startswith("下班") and before.end == one.begin


def _with_clocks(days: list[Time], clocks: Sequence[ClockTime], moment: Moment) -> list[Time]:
    """Join a time of day to the day that stands before it, else to the day it must mean."""
    times = list(days)
    for clock in clocks:
        owner = next((day for day in reversed(times) if _is_just_before(day, clock)), None)
        if owner and owner.span.at is None:
            times[times.index(owner)] = _joined(owner, clock)
        elif not any(day.begin < clock.end and clock.start < day.end for day in times):
            times.append(_lone(clock, moment))
    return sorted(times, key=lambda one: one.begin)


def _is_just_before(day: Time, clock: ClockTime) -> bool:
    return day.end <= clock.start <= day.end + 1 or day.begin <= clock.start < day.end


def _joined(day: Time, clock: ClockTime) -> Time:
    is_night = clock.is_night or day.words[-1:] in ("晚", "夜")
    at, shift = clock.at, clock.is_next_day
    if is_night and not clock.is_night and 5 <= at.hour < 12:
        at = at.replace(hour=at.hour + 12)
    elif is_night and not shift and at.hour < 5 and day.words[:1] in ("昨", "夜", "前"):
        shift = True
    elif day.words.endswith("下午") and at.hour < 12:
        at = at.replace(hour=at.hour + 12)
    span = replace(day.span, start=day.span.end + ONE_DAY * shift, end=day.span.end + ONE_DAY * shift, at=at)
    return replace(day, words=day.words, end=max(day.end, clock.end), span=span)


def _lone(clock: ClockTime, moment: Moment) -> Time:
    day = moment.today + ONE_DAY * clock.is_next_day
    if moment.is_past and _is_well_after(clock.at, moment.ref) and day == moment.today:
        day -= ONE_DAY
    return Time("", clock.start, clock.end, "clock", DaySpan.day(day).at_time(clock.at))


def _is_well_after(at: time, ref: datetime) -> bool:
    """Return whether `at` is still to come, giving a quarter of an hour to clocks and early reports."""
    return datetime.combine(ref.date(), at, ref.tzinfo) > ref + timedelta(minutes=15)


def _ranges(text: str, times: list[Time], moment: Moment) -> Iterable[Time]:
    """Join 「A到B」 and 「A以来」 to one time each and give every time its words."""
    position = 0
    while position < len(times):
        first = times[position]
        last = times[position + 1] if position + 1 < len(times) else None
        joint = _RANGE_WORD.fullmatch(text, first.end, last.begin) if last else None
        if last and joint and first.span.start <= last.span.end and not last.span.at:
            yield _worded(
                text, replace(first, end=last.end, rule="range", span=DaySpan(first.span.start, last.span.end))
            )
            position += 2
            continue
        yield _worded(text, _since(text, first, moment))
        position += 1


def _since(text: str, first: Time, moment: Moment) -> Time:
    to = _RANGE_WORD.match(text, first.end)
    now = _NOW.match(text, to.end()) if to else None
    since = now or _SINCE.match(text, first.end)
    if not since or first.span.start > moment.today or first.span.at:
        return first
    return replace(first, end=since.end(), rule="range", span=DaySpan(first.span.start, moment.today))


def _worded(text: str, time_: Time) -> Time:
    tail = re.match(r"(?:之前|以前|前头|前(?!天|面|门|院|后|台|排)|之内|以内|内)", text[time_.end :])
    end = time_.end + (tail.end() if tail else 0)
    return replace(time_, words=text[time_.begin : end], end=end)
