"""Read a short message as going on from the last question: 那上个月呢, 按类别分, 只看重大, 哪几条, 排一下; pure."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.questions import layout_signs as layout_words
from handlers.questions import limit_signs as limits
from handlers.questions.compare import with_periods
from handlers.questions.layout import group_in, grouped, plain_output
from handlers.questions.metric import BRIEF_METRIC, surely_asked, topic_of
from handlers.questions.periods import previous, year_before
from handlers.questions.query import Query
from handlers.questions.read import Known, filters_in, scope_in
from handlers.questions.signs import METRICS
from handlers.understand.days import find_times
from storage.figures import Period
from storage.vocabulary import Category

_WHY = re.compile(
    r"(?:这个?|那个?|它|数)?(?:数|数字|结果|率)?(?:是)?(?:为什么|为啥|为何|咋回事|怎么回事|(?:怎么|咋|如何)(?:算|来|得|统计)(?:出)?(?:来)?(?:的)?|哪(?:里|儿)?来的|依据(?:是)?(?:什么|啥)?|凭(?:什么|啥)|明细|看?看?明细|明细(?:看看|发我|给我)|细说|展开(?:看看|说说)?|有(?:哪些)?(?:依据|明细))(?:这么[多少高低])?(?:呢|啊|呀|的)*"
)
_LEAD = re.compile(
    r"(?:那么?|那个?|再(?:看看?|查)?|然后|还有|换成|改成|换|看看|只要?看?|就看|光看?|单看|其中|(?:这|那)?里(?:面|头)|(?:这|那)些(?:里面|里头|当中)?|不是|我(?:是)?(?:问|说)的?是?|查查?)+"
)
_TAIL = re.compile(r"(?:的)?(?:呢|咧|哩|吧|咋样|怎么样|如何|多少|是多少|有多少|(?<!哪)几条|有几条|的?情况)+[？?]*$")
_MARKED = re.compile(
    r"^(?:那|再|只|就看|光|单看|其中|换|改成|不是|(?:这|那)?里(?:面|头)|(?:这|那)些|然后)|(?:呢|咧|哩)[？?]*$"
)
_WHOLE_QUESTION = re.compile(r"多少|(?<!哪)几\s*(?:条|个|家|处|项|次|回)|隐患")
_APART = re.compile(r"^(?:各|分别|每|按|分|哪)")
_EVERYWHERE = re.compile(r"全县|全局|全部|所有的?(?:乡镇|机构|单位)?|整体|总的|一共|总共|合计")
_FILLER = re.compile(
    r"晚上|夜里|夜间|[的了呢吗吧啊呀哩咧，。？?、\s＿]|一下|看看|看下|看|给我|出来|再|就|按照?|只要?|光|单|其中|里面|里头|当中|这些|那些|有没有|都是|是|还|多少|几[条个家处次]|和|与|跟|比较?|这边|那边|这块|一共|期间|方面|类|隐患|问题|情况|名单|清单|列|数量|统计|机构|单位|发我|排|个|分"
)
_METRIC_WORDS = re.compile(
    r"最[多少高低好差快慢]|整改率|按[期时](?:整改|销号|完成)?率|销号率|[没未](?:有)?(?:销号|整改|改完?|完成|销|改)(?:完)?|销号|销了?|改完|整改(?:完成)?|超期|逾期|到期|新增|上报|报了?|零报告|平均(?:整改)?(?:天数|几天|时间)|夜?间?巡查?率?|夜巡|漏巡|缺巡|例会|演练|培训|人次|次数|开会|没[开做搞巡报]|未[开做报]|做了|开了|简报"
)
_NAME = re.compile(r"[一-鿿]{2,8}")
_SHORT = 12
_BOTH = 2
_DONE = re.compile(r"(?:做|开|搞|完成|弄)[了过]")
_KINDS = ("_missing", "_done", "_count", "_attendees")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a short message wants of the last question."""

    query: Query | None = None
    """The question that is meant now."""
    unknown: str = ""
    """A place that is none of ours: it is asked, never guessed."""
    asks_why: bool = False


def read_follow_up(text: str, last: Query, ref: datetime, known: Known) -> FollowUp | None:
    """Return what evened-out `text` wants of the `last` question; None where it does not go on from it."""
    text = text.strip(" ，。！!？?")
    if _WHY.fullmatch(text):
        return FollowUp(asks_why=True)
    body = _TAIL.sub("", _LEAD.sub("", text, count=1) if _LEAD.match(text) else text).strip(" ，。？?") or text
    is_marked = bool(_MARKED.search(text))
    if not is_marked and ((_WHOLE_QUESTION.search(text) and not _APART.search(text)) or surely_asked(body)):
        return None
    left = _left_over(body, ref, known)
    query = _merged(last, body, ref, known)
    if left:
        is_place = is_marked and _NAME.fullmatch(left) is not None and query == last
        return FollowUp(unknown=left) if is_place and text.endswith(("呢", "咧", "哩")) else None
    if query.output == "list" and last.output in ("rate", "avg", "diff", "sum"):
        # Which hazards a rate is of, is why it is what it is.
        return FollowUp(asks_why=True)
    return FollowUp(query) if query != last or _EVERYWHERE.search(body) or _is_request(body) else None


def _is_request(body: str) -> bool:
    return bool(layout_words.ORDERED.search(body) or layout_words.LISTED.search(body))


def sounds_like_one(text: str) -> bool:
    """Return whether the words say by themselves that they go on from something: 那…呢, 只看…, 为什么."""
    text = text.strip(" ，。！!？?")
    return bool(_WHY.fullmatch(text)) or (
        len(text) <= _SHORT and bool(re.match(r"那|只看|再看|按.{1,4}[分排]", text) or re.search(r"呢$", text))
    )


def _left_over(body: str, ref: datetime, known: Known) -> str:
    """Return what remains of the words once everything is taken out that a question is made of."""
    towns = sorted(known.lexicon.units.town_by_variant, key=len, reverse=True)
    rest = scope_in(body, known).rest
    for word in (*towns, *known.owners, *(one.term for one in Category)):
        rest = rest.replace(word, "")
    for time_ in find_times(rest, ref, known.calendar, known.lexicon.festivals, is_past=True):
        rest = rest.replace(time_.words, "")
    rest = _EVERYWHERE.sub("", _METRIC_WORDS.sub("", rest))
    signs = [
        *(sign for _, sign in (*limits.GRADES, *limits.STATES, *limits.SOURCES, *limits.CATEGORY_GROUPS)),
        *(re.compile(sign) for _, sign in (*limits.CATEGORIES, *limits.ORG_TYPES)),
        *(sign for _, sign in (*layout_words.BY, *layout_words.NAMED)),
        *(limits.EXTENDED, layout_words.HOW_MANY, layout_words.ORDERED, layout_words.LISTED, layout_words.COMPARED),
        *(layout_words.ONE_BEFORE, layout_words.SAME_TIME_LAST_YEAR, layout_words.EACH),
    ]
    for sign in signs:
        rest = sign.sub("", rest)
    return re.sub(r"镇|乡|街道|办", "", _FILLER.sub("", rest))


def _merged(last: Query, body: str, ref: datetime, known: Known) -> Query:
    scope = scope_in(body, known)
    query = _with_metric(last, scope.rest)
    if scope.towns or scope.orgs or _EVERYWHERE.search(body):
        kinds = () if scope.orgs or _EVERYWHERE.search(body) else query.org_types
        query = _ungrouped(replace(query, towns=scope.towns, orgs=scope.orgs, org_types=kinds), scope.towns)
    if scope.types:
        query = replace(query, org_types=scope.types)
    query = _with_filters(query, filters_in(Query(query.metrics), scope.rest, known))
    query = _with_days(query, scope.rest, ref, known)
    return _laid_out(query, scope.rest)


def _ungrouped(query: Query, towns: tuple[str, ...]) -> Query:
    """Return the question without its grouping by that of which one is named."""
    is_one = (query.group_by == "town" and len(towns) == 1) or (query.group_by == "org" and len(query.orgs) == 1)
    return replace(query, group_by="", order="", limit=None, output=_plain(query)) if is_one else query


def _with_metric(last: Query, rest: str) -> Query:
    found = surely_asked(rest)
    if not found:
        return last
    topic, before = topic_of(found[0]), last.metrics[0]
    kind = next((one for one in _KINDS if before.endswith(one)), "")
    if len(found) == 1 and kind and found[0].endswith("_done") and not _DONE.search(rest):
        # 「那例会呢」 after who did not drill: who held none.
        found = (f"{topic}{kind}",) if f"{topic}{kind}" in dict(METRICS[topic]) else found
    query = replace(last, metrics=found)
    return query if query.group_by else replace(query, output=_plain(query), compare=last.compare)


def _plain(query: Query) -> str:
    return plain_output(query.metrics, query.output)


def _with_filters(query: Query, named: Query) -> Query:
    return replace(
        query,
        categories=named.categories or (() if named.category_group else query.categories),
        category_group=named.category_group or ("" if named.categories else query.category_group),
        grade=named.grade or query.grade,
        state=named.state or query.state,
        owner=named.owner or query.owner,
        source=named.source or query.source,
        is_extended=named.is_extended or query.is_extended,
        festival=named.festival or query.festival,
    )


def _with_days(query: Query, rest: str, ref: datetime, known: Known) -> Query:
    if query.metrics == ("hazard_due",) and not find_times(rest, ref, known.calendar, known.lexicon.festivals):
        return query
    times = find_times(rest, ref, known.calendar, known.lexicon.festivals, is_past=True)
    read = with_periods(replace(query, period=None, compare=None), rest, ref, known.calendar, known.lexicon.festivals)
    if layout_words.COMPARED.search(rest) and len(times) < _BOTH:
        base = _base(query.period, read, rest, is_named=bool(times))
        period = query.period or read.period
        if base is not None and period is not None and base != period:
            return replace(query, period=period, compare=base, group_by="", order="", limit=None, output="diff")
    if read.compare is not None:
        return replace(
            query, period=read.period, compare=read.compare, group_by="", order="", limit=None, output="diff"
        )
    if read.period is None:
        return query
    output = _plain(query) if query.output == "diff" else query.output
    return replace(query, period=read.period, compare=None, output=output)


def _base(period: Period | None, read: Query, rest: str, *, is_named: bool) -> Period | None:
    """Return what the days of the last question are compared with: those that are named, else those before."""
    if layout_words.SAME_TIME_LAST_YEAR.search(rest):
        return year_before(period) if period else read.compare
    if read.period is not None and is_named:
        return read.compare if read.compare and read.compare.last < read.period.last else read.period
    return previous(period) if period else read.compare


def _laid_out(query: Query, rest: str) -> Query:
    if query.metrics == (BRIEF_METRIC,) or query.compare is not None:
        return query
    group = group_in(query, rest)
    is_named = any(sign.search(rest) for _, sign in (*layout_words.BY, *layout_words.NAMED))
    if layout_words.ORDERED.search(rest) and not is_named:
        group = query.group_by or ("org" if query.towns or query.org_types else "town")
    if group:
        # 「各乡镇呢」 after a question about one of them looks at all.
        query = replace(query, towns=()) if group == "town" and len(query.towns) == 1 else query
        return grouped(replace(query, orgs=()) if len(query.orgs) == 1 else query, group, rest)
    if layout_words.LISTED.search(rest):
        return replace(query, group_by="", order="", limit=None, output="list")
    return query
