"""What a status says is what the rows say, within the asker's own scope."""

import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from config.clock import TZ
from scheduler.jobs import duty_close, duty_plan
from storage import units
from storage.database import reading, work
from storage.outbox import OutboxMessage
from storage.units import Unit
from storage.vocabulary import Grade, HazardState, OutboxState, UnitType, Urgency
from tests.builders import County, a_county, a_desk, a_hazard
from tests.chat import Chat, words

EIGHT = datetime(2026, 11, 23, 8, tzinfo=TZ)


@pytest.fixture
def chat(sqlite_engine: Engine) -> Chat:
    """A county on Monday evening: some patrols, some hazards, one of each kind."""
    county = a_county(sqlite_engine)
    chat = Chat(sqlite_engine, now=EIGHT - timedelta(days=1))
    run_jobs(chat)
    chat.now = EIGHT - timedelta(hours=11)
    chat.say("zhang", "夜巡 正常")
    chat.now = EIGHT
    run_jobs(chat)
    chat.say("zhang", "巡查 正常")
    chat.say("hou", "例会 实到 8人 议题 用电安全")
    put_hazards(sqlite_engine, county)
    return chat


def run_jobs(chat: Chat) -> None:
    duty_plan.run(chat.engine, chat.now, a_desk().tables)
    duty_close.run(chat.engine, chat.now, a_desk().tables)


def put_hazards(engine: Engine, county: County) -> None:
    last_week = EIGHT - timedelta(days=7)
    with work(engine) as session:
        a_hazard(session, county.home, reported_at=EIGHT)
        a_hazard(session, county.home, reported_at=last_week, due_on=date(2026, 11, 22))
        a_hazard(session, county.home, reported_at=last_week, due_on=date(2026, 11, 23), grade=Grade.MAJOR)
        a_hazard(session, county.home, reported_at=last_week, state=HazardState.VOID)
        a_hazard(session, county.other_home, reported_at=EIGHT, state=HazardState.TO_ACCEPT)
        a_hazard(session, county.other_home, reported_at=last_week, state=HazardState.CLOSED, closed_at=EIGHT)
        a_hazard(session, county.welfare, reported_at=last_week, state=HazardState.CLOSED, closed_at=last_week)


def count(chat: Chat, sql: str) -> int:
    """Count in plain SQL, past everything that the status itself uses."""
    with reading(chat.engine) as session:
        return int(session.execute(text(sql)).scalar_one())


def facts(chat: Chat, userid: str, question: str = "今日情况") -> dict[str, str]:
    return dict(chat.say(userid, question).facts)


def test_what_was_put_right_on_the_spot_is_counted_apart(chat: Chat) -> None:
    with work(chat.engine) as session:
        home = units.by_name(session, "张良镇敬老院")
        assert home is not None
        a_hazard(session, home, reported_at=EIGHT, state=HazardState.CLOSED, closed_at=EIGHT, is_on_the_spot=True)

    assert facts(chat, "leader")["今日隐患"] == "新增3条（其中立行立改1条），销号2条"


def test_the_figures_of_the_leader_are_those_of_the_rows(chat: Chat) -> None:
    said = facts(chat, "leader")

    is_open = "state not in ('closed', 'void')"
    today = "date(reported_at, '+8 hours') = '2026-11-23' and state != 'void'"
    new, closed = map(int, re.findall(r"\d+", said["今日隐患"]))
    assert new == count(chat, f"select count(*) from hazard where {today}") == 2
    assert closed == count(chat, "select count(*) from hazard where date(closed_at, '+8 hours') = '2026-11-23'") == 1
    assert said["未销号"] == f"{count(chat, f'select count(*) from hazard where {is_open}')}条（待整改3、待验收1）"
    assert said["超期"].startswith(
        f"{count(chat, f'''select count(*) from hazard where {is_open} and due_on < '2026-11-23' ''')}条"
    )
    assert said["重大未销号"] == "1条：14号"
    done = count(chat, "select count(*) from duty where slot = '2026-11-23/day' and state in ('done', 'late')")
    owed = count(chat, "select count(*) from duty where slot = '2026-11-23/day' and state != 'excused'")
    assert said["日间巡查（11月23日）"].startswith(f"应完成{owed}家，已完成{done}家")
    assert (owed, done) == (3, 1)


def test_last_night_counts_rounds_and_names_who_missed_one(chat: Chat) -> None:
    said = facts(chat, "leader")["夜巡（11月22日夜间）"]

    assert said.startswith("应完成6次，已完成1次；未完成：")
    assert {"张良镇敬老院", "马楼乡敬老院", "县社会福利院"} <= set(re.split("[：、]", said))


def test_missing_ones_are_named_and_those_done_are_not(chat: Chat) -> None:
    said = facts(chat, "leader")["日间巡查（11月23日）"]

    assert "马楼乡敬老院" in said
    assert "张良镇敬老院" not in said


def test_a_card_says_whose_figures_of_when(chat: Chat) -> None:
    card = chat.say("leader", "现在什么情况")

    assert card.title == "全县今日情况"
    assert "全县（3家机构）。数据截至 11月23日 08:00" in words(card)
    assert any("应急疏散逃生演练（2026年第四季度）" in line for line in card.lines)


@pytest.mark.parametrize(
    ("userid", "title", "still_open"),
    [
        ("leader", "全县今日情况", 4),
        ("section", "养老服务股今日情况", 3),
        ("ma", "张良镇民政所今日情况", 3),
        ("hou", "马楼乡敬老院今日情况", 1),
    ],
)
def test_everybody_sees_only_their_own(chat: Chat, userid: str, title: str, still_open: int) -> None:
    card = chat.say(userid, "今日情况")

    assert card.title == title
    assert dict(card.facts)["未销号"].startswith(f"{still_open}条")


def test_a_unit_or_township_can_be_asked_for_by_those_above_it(chat: Chat) -> None:
    assert facts(chat, "leader", "马楼乡敬老院情况")["未销号"].startswith("1条")
    assert facts(chat, "leader", "张良镇情况")["未销号"].startswith("3条")
    assert chat.say("leader", "张良镇敬老院今天什么情况").title == "张良镇敬老院今日情况"


def test_a_unit_of_others_is_not_shown(chat: Chat) -> None:
    card = chat.say("hou", "张良镇敬老院情况")

    assert card.title == "没有可看的数据：张良镇敬老院"
    assert card.facts == ()


def test_the_week_has_figures_of_its_own(chat: Chat) -> None:
    chat.now += timedelta(days=1)

    assert facts(chat, "leader", "本周情况")["本周隐患"] == "新增2条，销号1条"
    assert facts(chat, "leader", "今日情况")["今日隐患"] == "新增0条，销号0条"


def test_admins_see_what_could_not_be_delivered(chat: Chat) -> None:
    with work(chat.engine) as session:
        session.add(
            OutboxMessage(
                key="x", recipient="person:li", urgency=Urgency.PROMPT, card={"title": "x"},
                state=OutboxState.DEAD, not_before=EIGHT, created_at=EIGHT,
            )
        )  # fmt: skip

    assert facts(chat, "admin")["送达失败"] == "1条"
    assert "送达失败" not in facts(chat, "leader")


def test_an_excused_unit_owes_nothing(chat: Chat) -> None:
    with work(chat.engine) as session:
        session.execute(
            text("update duty set state = 'excused' where slot = '2026-11-23/day' and unit_id = :unit"),
            {"unit": session.scalars(text("select id from unit where name = '马楼乡敬老院'")).one()},
        )

    assert facts(chat, "leader")["日间巡查（11月23日）"].startswith("应完成2家，已完成1家")


def test_many_missing_ones_are_cut_with_their_number(chat: Chat) -> None:
    with work(chat.engine) as session:
        bureau = session.scalars(text("select id from unit where type = 'bureau'")).one()
        for number in range(9):
            session.add(Unit(name=f"第{number}养老院", type=UnitType.CARE_HOME, parent_id=bureau))
    run_jobs(chat)

    said = facts(chat, "leader")["日间巡查（11月23日）"]

    assert said.endswith("等11家")
    assert said.count("、") == 7


@pytest.mark.parametrize(
    ("userid", "question", "line"),
    [
        ("leader", "张良镇还剩几条没改", "未销号隐患：3条"),
        ("leader", "昨晚谁没巡", "夜巡有缺的机构：3家"),
        ("ma", "昨晚谁没巡", "夜巡有缺的机构：1家"),
        ("hou", "现在还有多少条没销号", "未销号隐患：1条"),
        ("leader", "哪个乡镇隐患最多", "1. 张良镇 3条"),
    ],
)
def test_other_questions_are_answered_from_the_figures(chat: Chat, userid: str, question: str, line: str) -> None:
    assert line in chat.say(userid, question).lines
