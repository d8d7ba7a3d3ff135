"""Tell how things stand 「今日情况」, and answer questions about figures."""

import re

from config.clock import TZ
from handlers import campaigns, status_board
from handlers.asked_unit import asked_ids, asked_unit
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.question_asking import figures, remember
from handlers.questions.metric import BRIEF_METRIC
from handlers.questions.query import Query
from handlers.rules.access import scope
from handlers.status_board import Asked, week_of
from handlers.texts import status as texts
from storage.figures import Period
from storage.units import Unit
from storage.vocabulary import Level, Role

_WHOLE = re.compile(
    r"(?:请问|看看?|查(?:一?下|看)?|说说|报一?下)?(?:一?下)?(?P<whose>[^，。？\s]{0,20}?)(?:的)?\s*"
    r"(?P<when>现在|目前|当前|眼下|最近|近期|近来|今[天日儿]|本周|这周|这个?星期)?(?:都)?(?:是)?(?:个)?(?:什么|啥|咋样|怎么样|怎样)?(?:的)?"
    r"(?:安全|总体|整体)?(?:情况|形势|状况|啥样)(?:咋样|怎么样|如何|汇总)?[？。]?"
)
_OTHER_THINGS = re.compile(
    r"\d|隐患|整改|巡查|夜巡|巡|例会|会议|演练|培训|检查|排名|超期|逾期|待办|任务|特殊|紧急|异常|详细|什么时候|处理|上报|排查|落实|悬空|责任|分包|专项|三清|两管|十大|标签|清零|时效|机制|存量|登记|安全员|标杆|一院一员|预案"
)
_WHERE_ALL = re.compile(
    r"(?:全县|全局|县里|县局|局里|各院|各单位|各机构|各乡镇|我们?|咱们?|你们|整个|总体|整体|一下)?"
)


def _read(heard: Heard) -> Wish | None:
    match = _WHOLE.fullmatch(heard.text.strip())
    if match is None or heard.form is not None or _OTHER_THINGS.search(match["whose"] or ""):
        return None
    whose = match["whose"] or ""
    is_week = "周" in (match["when"] or "") or "星期" in (match["when"] or "")
    return {"whose": "" if _WHERE_ALL.fullmatch(whose) else whose, "is_week": is_week}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if "text" in wish:
        return figures(str(wish["text"]), asking)
    # Campaigns are called by whatever the bureau has written down: 「六查一打 情况」 reads like any other name.
    campaign = campaigns.called(str(wish["whose"]), asking)
    if campaign is not None:
        return campaigns.board(campaign, asking)
    unit = asked_unit(str(wish["whose"]), asking)
    if unit is None and wish["whose"]:
        return figures(f"{wish['whose']}情况", asking)
    within = asked_ids(unit, asking)
    if not within:
        raise Sorry(texts.nothing_in_scope(unit.name if unit else asking.unit.name))
    today = asking.now.astimezone(TZ).date()
    asked = Asked(
        whose=unit.name if unit else _own_scope(asking),
        unit_ids=within,
        period=week_of(today) if wish["is_week"] else Period(today, today),
        period_name=texts.WEEK if wish["is_week"] else texts.TODAY,
        sees_deliveries=asking.person.role is Role.ADMIN,
    )
    remember(_as_question(unit, asked), asking)
    return texts.board(
        status_board.gather(asking.session, asked, tree=asking.tree, tables=asking.desk.tables, now=asking.now)
    )


def _as_question(unit: Unit | None, asked: Asked) -> Query:
    """Return the question that a board answers, so that 「那张良呢」 and 「为什么」 can go on from it."""
    at = unit.level if unit else None
    towns = (unit.town,) if unit and at is Level.TOWNSHIP and unit.town else ()
    orgs = (unit.name,) if unit and at is Level.INSTITUTION else ()
    return Query((BRIEF_METRIC,), towns=towns, orgs=orgs, period=asked.period, output="report")


def _own_scope(asking: Asking) -> str:
    within = scope(asking.person, asking.tree)
    return texts.COUNTY if within >= set(asking.tree.by_id) else asking.unit.name


INTENT = Intent(
    "status_ask",
    "问情况",
    ("今日情况", "现在什么情况", "本周情况", "张良镇敬老院情况", "张良镇情况"),
    _read,
    _answer,
    guesses=("status_query", "ranking"),
    first_words=dict.fromkeys((Role.TOWNSHIP, Role.SECTION, Role.LEADER, Role.ADMIN), "今日情况"),
)
