"""The ranking is asked for: places in one's own scope, the formula, and the rows behind a score (T4-6)."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session

from config.zone import TZ
from storage.database import work
from storage.duties import Duty, DutyRecord
from storage.hazards import Hazard
from storage.units import Unit
from storage.vocabulary import DutyState, HazardSource, HazardState
from tests.builders import County, a_county, a_hazard, kept
from tests.chat import Chat, words

NOW = datetime(2026, 11, 23, 10, tzinfo=TZ)


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    put(sqlite_engine, county)
    return Chat(sqlite_engine, now=NOW)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=TZ)


def put(engine: Engine, county: County) -> None:
    """Let 张良 find 12 itself and close it in time, an inspection find 13, late; two of three patrols were made."""
    with work(engine) as session:
        a_hazard(session, county.home, reported_at=at(10, 10), due_on=date(2026, 10, 20), **closed(at(10, 15)))
        a_hazard(
            session, county.home, reported_at=at(11, 10), due_on=date(2026, 11, 13), source=HazardSource.INSPECTION
        )
        for day, state in ((1, DutyState.DONE), (2, DutyState.LATE), (3, DutyState.MISSED), (4, DutyState.EXCUSED)):
            a_patrol(session, county.home, day, state)
        a_patrol(session, county.other_home, 1, DutyState.DONE)
        kept(
            session,
            DutyRecord(
                origin="test:drill", unit_id=county.home.id or 0, code="drill",
                happened_at=at(11, 5), reported_at=at(11, 5),
            ),
        )  # fmt: skip


def closed(when: datetime) -> dict[str, Any]:
    return {"closed_at": when, "state": HazardState.CLOSED}


def a_patrol(session: Session, unit: Unit, day: int, state: DutyState) -> None:
    due = at(11, day)
    kept(
        session,
        Duty(
            unit_id=unit.id or 0, code="patrol", slot=f"2026-11-{day:02d}/day", opens_at=due, due_at=due,
            cutoff_at=due, state=state,
        ),
    )  # fmt: skip


def test_the_leader_sees_all_places_with_the_shared_ones(chat: Chat) -> None:
    said = words(chat.say("leader", "排名"))

    assert "2026年第4季度排名" in said
    assert "3家机构，2个民政所" in said
    assert "截至11月22日，还没有冻结，会变" in said
    # 2/3 patrols, 1 of 2 in time, 9 of 30 days, 1 drill of 2 things, 1 of 2 found itself:
    # 20 + 12.5 + 10.5 + 7.5 + 7.5. 马楼 has its patrol alone: 30. 福利院 was asked for no patrol: 0 of 70.
    assert "1. 张良镇敬老院 58分" in said
    assert "2. 马楼乡敬老院 30分" in said
    assert "3. 县社会福利院 0分" in said
    assert "1. 张良镇民政所 58分" in said
    assert "隐患少不加分" in said


def test_a_home_is_shown_with_the_parts_of_its_score(chat: Chat) -> None:
    said = words(chat.say("ma", "张良镇敬老院排名"))

    assert "名次：第1名，共3个" in said
    assert "巡查完成率（占30%）：66.7分" in said
    assert "超期天数（加权）（占15%）：70.0分" in said


def test_a_township_is_shown_with_its_homes(chat: Chat) -> None:
    card = chat.say("ma", "张良镇排名")

    assert "张良镇民政所2026年第4季度排名" in card.title
    assert "1. 张良镇敬老院 58分" in words(card)
    assert "看每一分的来处发：张良镇敬老院得分明细" in card.hints


def test_a_score_can_be_followed_down_to_its_rows(chat: Chat) -> None:
    said = words(chat.say("leader", "张良镇敬老院得分明细"))

    assert "应巡3次，完成2次；没巡：" in said
    assert "11月3日" in said
    assert "按期销号1条（12号）；到期未销号1条（13号）" in said
    assert "13号9天" in said
    assert "演练1次（应1次），培训0次（应1次）" in said
    assert "自己发现1条（12号）；上级和外部查出1条（13号）" in said


@pytest.mark.parametrize(
    ("userid", "sees", "not_seen"),
    [
        ("section", ("张良镇敬老院", "马楼乡敬老院", "县社会福利院"), ()),
        ("ma", ("张良镇敬老院",), ("马楼乡敬老院", "县社会福利院")),
        ("niu", ("马楼乡敬老院",), ("张良镇敬老院 ", "县社会福利院")),
        ("hou", ("马楼乡敬老院",), ("县社会福利院",)),
    ],
)
def test_everybody_sees_the_places_in_their_charge(
    chat: Chat, userid: str, sees: tuple[str, ...], not_seen: tuple[str, ...]
) -> None:
    said = "\n".join(chat.say(userid, "本季度排名").lines)

    assert all(name in said for name in sees)
    assert not any(name in said for name in not_seen)


@pytest.mark.parametrize("said", ["马楼乡敬老院排名", "马楼乡敬老院得分明细"])
def test_what_is_not_in_ones_charge_is_answered_like_what_is_not_there(chat: Chat, said: str) -> None:
    assert chat.say("ma", said).title == "没有可看的排名：马楼乡敬老院"


def test_reporting_nothing_brings_no_points(chat: Chat, sqlite_engine: Engine) -> None:
    with work(sqlite_engine) as session:
        session.execute(update(Hazard).values(state=HazardState.VOID))

    assert "1. 马楼乡敬老院 30分" in words(chat.say("leader", "排名"))
    assert "张良镇敬老院 27.5分" in words(chat.say("leader", "排名"))


def test_the_formula_is_told_in_words(chat: Chat) -> None:
    said = words(chat.say("zhang", "排名怎么算的"))

    assert "巡查完成率，占30%" in said
    assert "自己查出来、按期改完，只会加分" in said


def test_a_ranking_by_another_figure_is_still_a_question(chat: Chat) -> None:
    assert "夜间巡查率" in words(chat.say("leader", "各乡镇巡查率排名")) or "夜巡" in words(
        chat.say("leader", "各乡镇巡查率排名")
    )


def test_a_quarter_that_has_not_begun_has_no_ranking(chat: Chat) -> None:
    assert chat.say("leader", "2027年第1季度排名").title == "2027年第1季度还没有到，没有排名"
