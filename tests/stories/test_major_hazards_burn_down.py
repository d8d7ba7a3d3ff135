"""The stock of major hazards burns down week by week (G-3e); the four measures of G-4."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from config.zone import TZ
from scheduler.wakeups import tick
from storage.database import work
from storage.hazards import HazardEvent
from storage.units import Unit
from storage.vocabulary import Grade, HazardAction, HazardState
from tests.builders import MONDAY_TEN, County, a_county, a_desk, a_hazard, kept
from tests.chat import Chat, words
from tests.stories.test_a_major_hazard_is_followed import ANSWERS

TABLES = a_desk().tables
NEXT_MONDAY = datetime(2026, 11, 30, 9, 20, tzinfo=TZ)
OLD, NEW = datetime(2024, 12, 31, 23, 59, tzinfo=TZ), datetime(2025, 1, 1, 0, 0, tzinfo=TZ)
LATER = date(2027, 3, 1)


@pytest.fixture
def county(engine: Engine) -> County:
    county = a_county(engine)
    with work(engine) as session:
        for unit in session.scalars(select(Unit)):
            unit.since = date(2027, 6, 1)
    return county


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def major(chat: Chat, unit: Unit, found_at: datetime, **more: Any) -> int:
    with work(chat.engine) as session:
        return a_hazard(session, unit, grade=Grade.MAJOR, reported_at=found_at, **({"due_on": LATER} | more)).number


def letters(chat: Chat, userid: str) -> list[str]:
    return [one.title for one in chat.notices(userid) if one.title.startswith("每周重大隐患")]


def test_the_stock_is_parted_at_the_milestone(chat: Chat, county: County) -> None:
    owner = county.person_by_userid["wang"]
    major(chat, county.home, OLD, owner=owner)
    major(chat, county.other_home, NEW, due_on=date(2026, 11, 20))
    chat.say("li", "五落实 12")
    for answer in ANSWERS[:3]:
        chat.say("li", answer)
    chat.say("section", "挂牌督办 12 县级 县安委办 12月30日前")
    chat.forward(timedelta(days=2))

    card = chat.say("leader", "重大存量")

    assert card.title == "全县重大隐患2条未销号，其中存量1条"
    assert dict(card.facts) == {"一周变化": "7天前2条，新增0，销号0，现在2条", "存量未挂牌督办": "没有"}
    assert card.lines == (
        "【2024年12月31日及以前发现（存量）】1条",
        "· 12号 张良镇敬老院 二楼东头 安全出口堆了轮椅｜五落实3/5｜已挂牌督办｜责任人王铁柱｜2天没有进展",
        "【以后发现】1条",
        "· 13号 马楼乡敬老院 二楼东头 安全出口堆了轮椅｜五落实0/5｜未挂牌督办｜没有责任人｜693天没有进展｜超期5天",
    )
    assert not card.is_warning


def test_an_old_one_that_nobody_supervises_is_a_warning(chat: Chat, county: County) -> None:
    major(chat, county.home, OLD)

    card = chat.say("ma", "重大隐患存量清单")

    assert dict(card.facts)["存量未挂牌督办"] == "1条：12号"
    assert card.is_warning


def test_the_week_burns_down(chat: Chat, county: County) -> None:
    gone = {"state": HazardState.CLOSED, "closed_at": MONDAY_TEN - timedelta(days=2)}
    major(chat, county.home, OLD)
    major(chat, county.home, OLD, **gone)
    major(chat, county.home, MONDAY_TEN - timedelta(days=3))
    major(chat, county.home, MONDAY_TEN - timedelta(days=4), **gone)
    major(chat, county.home, OLD, state=HazardState.CLOSED, closed_at=MONDAY_TEN - timedelta(days=8))
    major(chat, county.home, OLD, state=HazardState.VOID)

    assert dict(chat.say("ma", "重大存量").facts)["一周变化"] == "7天前2条，新增2，销号2，现在2条"


def test_officers_see_their_own_scope_and_nobody_else_sees_it(chat: Chat, county: County) -> None:
    major(chat, county.other_home, OLD)

    assert chat.say("ma", "重大存量").title == "张良镇民政所没有未销号的重大隐患"
    assert chat.say("niu", "重大存量").title == "马楼乡民政所重大隐患1条未销号，其中存量1条"
    assert chat.say("ma", "马楼乡重大存量").title == "没有查到单位“马楼乡”"
    assert chat.say("hou", "重大存量").title == "重大存量由民政所、股室和局里查看"


def test_leaders_have_a_letter_once_a_week_also_after_an_outage(chat: Chat, county: County) -> None:
    tick(chat.engine, MONDAY_TEN, TABLES)
    major(chat, county.home, OLD)
    tick(chat.engine, NEXT_MONDAY - timedelta(minutes=30), TABLES)
    early = letters(chat, "leader")
    for moment in (0, 60, 60 * 24 * 2):
        tick(chat.engine, NEXT_MONDAY + timedelta(minutes=moment), TABLES)
    once = letters(chat, "leader")
    # Off for three weeks: one letter, on the morning after.
    for minutes in (0, 15):
        tick(chat.engine, NEXT_MONDAY + timedelta(days=24, minutes=minutes), TABLES)

    assert (early, len(once), len(letters(chat, "leader"))) == ([], 1, 2)
    assert once == ["每周重大隐患：全县重大隐患1条未销号，其中存量1条"]
    assert letters(chat, "ma") == letters(chat, "section") == letters(chat, "li") == []


def test_there_is_no_letter_where_nothing_is_left(chat: Chat, county: County) -> None:
    tick(chat.engine, MONDAY_TEN, TABLES)
    with work(chat.engine) as session:
        a_hazard(session, county.home)
    tick(chat.engine, NEXT_MONDAY, TABLES)

    assert letters(chat, "leader") == []


def test_the_four_measures_say_what_falls_short(chat: Chat, county: County) -> None:
    """Twelve fine, 13 suspected, 14 overdue, 15 accepted by another, 16 by its own owner, 17 by nobody."""
    owner, ma = county.person_by_userid["wang"], county.person_by_userid["ma"]
    gone = {"state": HazardState.CLOSED, "closed_at": MONDAY_TEN, "due_on": LATER, "owner": owner}
    with work(chat.engine) as session:
        a_hazard(session, county.home, due_on=LATER)
        a_hazard(session, county.home, due_on=LATER, suggested_grade=Grade.MAJOR, state=HazardState.TO_CONFIRM)
        a_hazard(session, county.home, due_on=date(2026, 11, 20))
        closed = [a_hazard(session, county.home, **gone) for _ in range(3)]  # type: ignore[arg-type]
        for hazard, who in zip(closed, (ma, owner), strict=False):
            event = HazardEvent(
                hazard_id=hazard.id or 0,
                at=MONDAY_TEN,
                action=HazardAction.ACCEPT,
                person_id=who.id,
                state_after=HazardState.CLOSED,
            )
            kept(session, event)
        a_hazard(session, county.home, state=HazardState.VOID)

    card = chat.say("ma", "机制情况")

    assert card.title == "张良镇民政所机制情况：四项达标0项"
    assert dict(card.facts) == {
        "滚动排查": "0/1家60天内检查过（0.0%）",
        "分类处置": "5/6条已定级（83.3%）",
        "闭环管理": "1/3条销号的由他人验收（33.3%）",
        "动态清零": "超期未销号1条",
    }
    assert card.lines == ("没检查：张良镇敬老院", "没定级：13号", "没有他人验收：16号、17号", "超期：14号")


def test_all_four_are_met_after_a_check_and_without_hazards(chat: Chat) -> None:
    chat.say("ma", "开始检查 张良镇敬老院 专项 带队马建国 成员郭干事")

    card = chat.say("ma", "机制情况")

    assert card.title == "张良镇民政所机制情况：四项达标4项"
    assert dict(card.facts)["闭环管理"] == "0/0条销号的由他人验收"
    chat.forward(timedelta(days=61))
    assert "没检查：张良镇敬老院" in words(chat.say("ma", "机制情况"))


def test_the_measures_are_for_officers(chat: Chat) -> None:
    assert chat.say("li", "机制情况").title == "机制情况由民政所、股室和局里查看"
