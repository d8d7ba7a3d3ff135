"""A duty from its confirmation in chat to the row, the record, the hazard and the waiting reminder."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.clock import TZ
from scheduler.jobs import duty_close, duty_plan, duty_remind
from storage import duties, outbox
from storage.database import work
from storage.duties import Duty, DutyRecord
from storage.hazards import Hazard
from storage.units import Group, Unit
from storage.vocabulary import DutyState, HazardSource
from tests.builders import County, a_county, a_desk
from tests.chat import Chat, words


class Days:
    """A small county in chat with its duties planned, and a clock that the test moves."""

    def __init__(self, engine: Engine, start: str) -> None:
        self.county: County = a_county(engine)
        with work(engine) as session:
            assert self.county.bureau.id is not None
            session.add(Group(name="工作群", unit_id=self.county.bureau.id, webhook_key="k"))
        self.engine = engine
        self.chat = Chat(engine)
        self.move(start)

    def move(self, to: str) -> None:
        """Push the clock to the local time and let the wake-ups run."""
        self.chat.now = datetime.fromisoformat(to).replace(tzinfo=TZ)
        for job in (duty_plan, duty_close, duty_remind):
            job.run(self.engine, self.chat.now, a_desk().tables)

    def state(self, unit: Unit, code: str, slot: str) -> DutyState:
        """Return the state of one planned duty."""
        with work(self.engine) as session:
            assert unit.id is not None
            duty = duties.of_slot(session, unit.id, code, slot)
            assert duty is not None
            return duty.state

    def records(self, code: str) -> Sequence[DutyRecord]:
        """Return all records of a duty, oldest first."""
        with work(self.engine) as session:
            rows = select(DutyRecord).where(col(DutyRecord.code) == code).order_by(col(DutyRecord.id))
            return session.scalars(rows).all()

    def reminders(self) -> list[str]:
        """Return what the reminders of the patrol say that have not left yet."""
        with work(self.engine) as session:
            waiting = (*outbox.queued(session, "remind:"), *outbox.queued(session, "gathered:"))
            return [f"{title}：{said}" for row in waiting for title, said in row.as_card().facts if "日巡查" in title]


@pytest.fixture
def days(sqlite_engine: Engine) -> Days:
    return Days(sqlite_engine, "2026-11-23T08:00")


@pytest.fixture
def days_on_both(engine: Engine) -> Days:
    return Days(engine, "2026-11-23T08:00")


def test_a_patrol_in_two_words_closes_the_slot_of_the_hour(days_on_both: Days) -> None:
    card = days_on_both.chat.say("zhang", "巡查 正常")

    assert card.title == "日巡查已登记"
    assert ("状态", "按时完成") in card.facts
    assert ("时段", "11月23日日间") in card.facts
    assert days_on_both.state(days_on_both.county.home, "patrol", "2026-11-23/day") is DutyState.DONE
    (record,) = days_on_both.records("patrol")
    assert record.facts["result"] == "normal"
    assert record.person_id == days_on_both.county.person_by_userid["zhang"].id


def test_the_two_rounds_of_a_night_cross_midnight(days: Days) -> None:
    days.move("2026-11-23T21:30")
    days.chat.say("zhang", "夜巡正常")
    days.move("2026-11-24T01:00")
    card = days.chat.say("wang", "夜巡正常")

    assert ("时段", "11月23日夜间第二次") in card.facts
    assert days.state(days.county.home, "patrol", "2026-11-23/night1") is DutyState.DONE
    assert days.state(days.county.home, "patrol", "2026-11-23/night2") is DutyState.DONE
    assert days.state(days.county.home, "patrol", "2026-11-24/night1") is DutyState.WAITING


def test_a_second_round_before_midnight_is_the_second_round(days: Days) -> None:
    days.move("2026-11-23T20:00")
    days.chat.say("zhang", "夜巡正常")
    days.move("2026-11-23T23:00")
    days.chat.say("zhang", "夜巡正常")

    assert days.state(days.county.home, "patrol", "2026-11-23/night2") is DutyState.DONE


def test_what_was_forgotten_is_made_up_for_as_late(days: Days) -> None:
    days.move("2026-11-24T08:30")
    assert days.state(days.county.home, "patrol", "2026-11-23/night1") is DutyState.MISSED

    card = days.chat.say("zhang", "补报 昨晚夜巡两次 正常")

    assert card.title == "日巡查已登记（逾期补报）"
    assert days.state(days.county.home, "patrol", "2026-11-23/night1") is DutyState.LATE
    assert days.state(days.county.home, "patrol", "2026-11-23/night2") is DutyState.LATE
    assert [record.is_late for record in days.records("patrol")] == [True, True]


def test_between_due_and_cutoff_it_is_still_on_time(days: Days) -> None:
    days.move("2026-11-23T18:09")

    assert days.chat.say("zhang", "日巡查 正常").title == "日巡查已登记"
    assert days.state(days.county.home, "patrol", "2026-11-23/day") is DutyState.DONE


def test_a_second_person_is_told_who_was_first_and_is_recorded_beside(days_on_both: Days) -> None:
    days_on_both.chat.say("zhang", "巡查 正常")
    card = days_on_both.chat.say("li", "巡查 正常")

    assert card.title == "日巡查已有人报过，这次作为补充记录"
    assert "张小花" in words(card)
    first, _ = days_on_both.records("patrol")
    with work(days_on_both.engine) as session:
        closed = session.scalars(select(Duty).where(col(Duty.record_id).is_not(None)))
        assert [one.record_id for one in closed] == [first.id]


def test_one_message_delivered_twice_makes_one_record(days: Days) -> None:
    days.chat.receive("zhang", "巡查 正常", message_id="same")
    days.chat.receive("zhang", "巡查 正常", message_id="same")

    assert len(days.records("patrol")) == 1


def test_an_abnormal_patrol_closes_the_slot_and_registers_the_hazard(days: Days) -> None:
    card = days.chat.say("zhang", "巡查 异常 二楼消火栓没水")

    assert "已登记12号隐患：二楼消火栓没水" in words(card)
    assert days.state(days.county.home, "patrol", "2026-11-23/day") is DutyState.DONE
    with work(days.engine) as session:
        (hazard,) = session.scalars(select(Hazard)).all()
    assert (hazard.source, hazard.unit_id, hazard.number) == (HazardSource.PATROL, days.county.home.id, 12)


@pytest.mark.parametrize("words_", ["收到", "好的", "知道了"])
def test_a_nod_closes_nothing(days: Days, words_: str) -> None:
    days.chat.say("zhang", words_)

    assert days.records("patrol") == []
    assert days.state(days.county.home, "patrol", "2026-11-23/day") is DutyState.WAITING


def test_a_drill_without_head_counts_is_asked_for_them_once(days: Days) -> None:
    question = days.chat.say("li", "今天下午3点演练做了，用时6分钟")
    card = days.chat.say("li", "8人 20个老人 5个失能")

    assert question.title == "应急疏散逃生演练还差2项，补上就登记"
    assert len(question.lines) == 2
    assert ("参加", "工作人员8人、老人20人（其中失能5人）") in card.facts
    assert ("用时", "6分钟") in card.facts
    assert days.state(days.county.home, "drill", "2026-Q4") is DutyState.DONE
    assert days.records("drill")[0].facts["attendees"] == 28


def test_a_nod_is_no_answer_to_the_question_for_head_counts(days: Days) -> None:
    days.chat.say("li", "演练")
    days.chat.say("li", "收到")

    assert days.state(days.county.home, "drill", "2026-Q4") is DutyState.WAITING


def test_a_drill_that_left_somebody_out_is_recorded_and_says_so(days: Days) -> None:
    with work(days.engine) as session:
        home = session.get(Unit, days.county.home.id)
        assert home is not None
        home.headcount = 40

    card = days.chat.say("li", "演练 8人 20个老人 5个失能")

    assert "比这次参加的多12人" in words(card)
    assert card.is_warning
    assert days.state(days.county.home, "drill", "2026-Q4") is DutyState.DONE


def test_a_drill_of_last_quarter_counts_for_last_quarter(days: Days) -> None:
    days.chat.say("li", "演练确认\n时间：9月20日\n参加：工作人员8人，老人20人\n问题：无")

    assert days.state(days.county.home, "drill", "2026-Q4") is DutyState.WAITING
    assert days.records("drill")[0].facts["slot"] == "2026-Q3"
    assert days.records("drill")[0].happened_at.astimezone(TZ).date().isoformat() == "2026-09-20"


def test_a_second_drill_on_another_day_counts_beside_the_first(days: Days) -> None:
    days.chat.say("li", "演练 8人 20个老人")
    days.move("2026-11-30T09:00")
    card = days.chat.say("li", "演练 8人 20个老人")

    assert "这次另计一次" in words(card)
    assert [record.facts.get("is_repeat") for record in days.records("drill")] == [None, None]


def test_a_problem_in_a_drill_becomes_a_hazard(days: Days) -> None:
    card = days.chat.say("li", "演练确认\n参加：工作人员8人，老人20人\n问题：东侧疏散门打不开")

    assert "已登记12号隐患" in words(card)
    with work(days.engine) as session:
        assert session.scalars(select(Hazard)).one().source is HazardSource.DRILL


def test_a_meeting_closes_its_week(days: Days) -> None:
    card = days.chat.say("li", "例会 实到 8人 主持 李院长 议题 用电安全 议定 周五前清理杂物")

    assert ("主持", "李院长") in card.facts
    assert days.state(days.county.home, "weekly_meeting", "2026-W48") is DutyState.DONE


def test_the_bureau_holds_its_own_meeting(days: Days) -> None:
    days.chat.say("leader", "例会 实到 8人 议题 月度形势")

    assert days.state(days.county.bureau, "weekly_meeting", "2026-W48") is DutyState.DONE


def test_a_festival_check_closes_the_open_window(days: Days) -> None:
    days.move("2026-12-28T09:00")
    card = days.chat.say("li", "节前检查完成，未发现隐患")

    assert ("时段", "2027年元旦") in card.facts
    assert days.state(days.county.home, "holiday_check", "2027-new-year") is DutyState.DONE


def test_a_festival_check_long_before_its_window_does_not_count(days: Days) -> None:
    days.move("2026-12-10T09:00")
    card = days.chat.say("li", "元旦节前检查完成，未发现隐患")

    assert "还没到时间" in card.title
    assert days.state(days.county.home, "holiday_check", "2027-new-year") is DutyState.WAITING


def test_outside_every_window_the_festival_is_asked_for(days: Days) -> None:
    question = days.chat.say("li", "节前检查 未发现隐患")

    assert "哪个节日" in words(question)
    assert ("时段", "2026年国庆节") in days.chat.say("li", "国庆").facts


def test_the_township_confirms_for_its_home_and_the_card_says_so(days: Days) -> None:
    card = days.chat.say("ma", "张良镇敬老院 巡查 正常")

    assert ("单位", "张良镇敬老院") in card.facts
    assert "马建国（张良镇民政所代报）" in words(card)
    assert days.state(days.county.home, "patrol", "2026-11-23/day") is DutyState.DONE


def test_an_office_that_names_no_unit_is_asked_which(days: Days) -> None:
    assert "张良镇敬老院" in words(days.chat.say("ma", "巡查 正常"))

    days.chat.say("ma", "1")

    assert days.state(days.county.home, "patrol", "2026-11-23/day") is DutyState.DONE


def test_nobody_confirms_for_a_unit_that_is_not_theirs(days: Days) -> None:
    card = days.chat.say("hou", "张良镇敬老院 巡查 正常")

    assert card.title == "没有登记"
    assert days.records("patrol") == []


def test_what_was_not_planned_is_kept_and_said_to_be_so(days: Days) -> None:
    card = days.chat.say("li", "补报 11月2日日巡查 正常")

    assert card.title == "日巡查已记下（没有对应的任务）"
    assert len(days.records("patrol")) == 1


def test_the_waiting_reminder_loses_who_has_confirmed_and_is_withdrawn_after_the_last(days_on_both: Days) -> None:
    days_on_both.move("2026-11-23T09:11")
    (before,) = days_on_both.reminders()

    days_on_both.chat.say("zhang", "巡查 正常")
    (after,) = days_on_both.reminders()
    days_on_both.chat.say("hou", "巡查 正常")
    days_on_both.chat.say("fu", "巡查 正常")

    assert "张良镇敬老院" in before
    assert "还差3家" in before
    assert "张良镇敬老院" not in after
    assert "马楼乡敬老院" in after
    assert "还差2家" in after
    assert days_on_both.reminders() == []


def test_a_card_says_what_comes_next(days: Days) -> None:
    card = days.chat.say("li", "巡查 正常")

    assert any("周例会" in line for line in card.lines)
    assert any("演练" in line for line in card.lines)


def test_a_training_of_all_staff_closes_its_half_year_and_tells_what_was_not_taught(days: Days) -> None:
    card = days.chat.say("li", "培训 12人参加 内容 灭火器使用")

    assert card.title == "全员安全培训已登记"
    assert ("重点内容已讲", "消防设施使用") in card.facts
    assert ("重点内容未讲", "法律法规、制度和操作规程、疏散自救、预案") in card.facts
    assert days.records("training")[0].facts["attendees"] == 12
    assert days.state(days.county.home, "training", "2026-H2") is DutyState.DONE


def test_an_answer_that_comes_too_late_closes_nothing(days: Days) -> None:
    days.chat.say("li", "演练")
    days.chat.forward(timedelta(minutes=31))
    days.chat.say("li", "8人 20个老人")

    assert days.state(days.county.home, "drill", "2026-Q4") is DutyState.WAITING
