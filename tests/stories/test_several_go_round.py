"""Several go round together, and what they put right on the spot is noted and no hazard (T4-1)."""

import pytest
from sqlalchemy import Engine, select

from scheduler.jobs import duty_plan
from storage import duties
from storage.database import work
from storage.duties import DutyRecord
from storage.hazards import Hazard
from storage.vocabulary import DutyState
from tests.builders import MONDAY_TEN, County, a_county, a_desk
from tests.chat import Chat, words


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    found = a_county(sqlite_engine)
    duty_plan.run(sqlite_engine, MONDAY_TEN, a_desk().tables)
    return found


@pytest.fixture
def chat(county: County, sqlite_engine: Engine) -> Chat:
    return Chat(sqlite_engine)


def record(chat: Chat) -> DutyRecord:
    with work(chat.engine) as session:
        return session.scalars(select(DutyRecord).order_by(DutyRecord.id.desc())).first() or pytest.fail("none")  # type: ignore[union-attr]


def problems(chat: Chat) -> list[str]:
    with work(chat.engine) as session:
        return [one.problem for one in session.scalars(select(Hazard))]


def test_both_are_kept_and_what_is_put_right_is_no_hazard(chat: Chat, county: County) -> None:
    card = chat.say("wang", "王铁柱张小花巡的，厨房阀门没关已关")

    assert ("巡查人", "王铁柱、张小花") in card.facts
    assert ("当场处理", "厨房阀门没关（已关）") in card.facts
    assert problems(chat) == []
    ids = {county.person_by_userid[one].id for one in ("wang", "zhang")}
    assert set(record(chat).facts["patroller_ids"]) == ids
    with work(chat.engine) as session:
        duty = duties.of_slot(session, county.home.id or 0, "patrol", "2026-11-23/day")
        assert duty is not None
        assert duty.state is DutyState.DONE


def test_what_is_not_put_right_is_a_hazard(chat: Chat) -> None:
    card = chat.say("wang", "巡查 异常 厨房阀门没关，已当场关闭；二楼应急灯不亮")

    assert "当场处理" in dict(card.facts)
    assert problems(chat) == ["二楼应急灯不亮"]


@pytest.mark.parametrize("words_", ["巡查 异常 二楼应急灯不亮，已报修", "巡查 异常 灯坏了已联系电工更换"])
def test_to_have_called_somebody_puts_nothing_right(chat: Chat, words_: str) -> None:
    chat.say("wang", words_)

    assert len(problems(chat)) == 1


def test_a_stranger_to_the_roster_is_kept_by_name(chat: Chat) -> None:
    card = chat.say("wang", "巡查确认\n情况：正常\n巡查人：王铁柱、赵大爷")

    assert ("巡查人", "王铁柱、赵大爷") in card.facts


def test_places_are_no_people(chat: Chat) -> None:
    chat.say("wang", "二楼三楼巡查正常")

    assert "patrollers" not in record(chat).facts


def test_the_answer_to_the_question_may_be_put_right_too(chat: Chat) -> None:
    chat.say("wang", "巡查 异常")
    card = chat.say("wang", "厨房阀门没关，已关好")

    assert ("当场处理", "厨房阀门没关（已关好）") in card.facts
    assert problems(chat) == []


def test_a_drill_asks_for_night_and_spot_questions_and_keeps_the_answer(chat: Chat) -> None:
    card = chat.say("li", "演练 8人 20个老人 5个失能 用时6分钟")
    assert "是不是夜间（夜班）演练；抽问几人、答对几人" in words(card)

    more = chat.say("li", "白天演练 抽问3人 答对3人")

    assert ("抽问逃生要求", "（无） → 抽问3人，答对3人") in more.facts
    assert (record(chat).facts["is_night"], record(chat).facts["spot_asked"]) == (False, 3)


def test_a_drill_told_in_full_is_not_asked(chat: Chat) -> None:
    card = chat.say("li", "夜间演练已完成 工作人员8人 老人20人 失能5人 抽问5人 都会")

    assert "请再补一句" not in words(card)
    facts = record(chat).facts
    assert (facts["staff"], facts["residents"], facts["spot_knew"], facts["is_night"]) == (8, 20, 5, True)
