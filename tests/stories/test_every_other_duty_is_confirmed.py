"""Every duty of the table that no intent of its own confirms: from the words to the closed period."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.clock import TZ
from handlers.texts import duty as duty_texts
from handlers.texts import duty_buttons
from scheduler.jobs import duty_close, duty_plan, duty_remind
from storage import duties
from storage.database import work
from storage.duties import DutyRecord
from storage.messages import MessageKind
from storage.units import Unit
from storage.vocabulary import DutyState, Role, UnitType
from tests.builders import County, a_county, a_desk, a_person, a_unit
from tests.chat import Chat


class World:
    """The small county with a cemetery, its duties planned, and a clock that the test moves."""

    def __init__(self, engine: Engine) -> None:
        self.county: County = a_county(engine)
        with work(engine) as session:
            bureau = session.get_one(Unit, self.county.bureau.id)
            self.cemetery = a_unit(session, "县殡仪馆", type=UnitType.FUNERAL, parent=bureau)
            a_person(session, self.cemetery, Role.HEAD, userid="he", name="何主任")
        self.engine = engine
        self.chat = Chat(engine)

    def move(self, to: str) -> None:
        self.chat.now = datetime.fromisoformat(to).replace(tzinfo=TZ)
        for job in (duty_plan, duty_close, duty_remind):
            job.run(self.engine, self.chat.now, a_desk().tables)

    def unit_of(self, userid: str) -> Unit:
        by_userid = {
            "leader": self.county.bureau,
            "section": self.county.section,
            "ma": self.county.town,
            "li": self.county.home,
            "he": self.cemetery,
        }
        return by_userid[userid]

    def state(self, userid: str, code: str, slot: str) -> DutyState:
        with work(self.engine) as session:
            unit_id = self.unit_of(userid).id
            assert unit_id is not None
            duty = duties.of_slot(session, unit_id, code, slot)
            assert duty is not None, (code, slot)
            return duty.state

    def record(self, code: str) -> DutyRecord:
        with work(self.engine) as session:
            return session.scalars(
                select(DutyRecord).where(col(DutyRecord.code) == code).order_by(col(DutyRecord.id).desc())
            ).first() or pytest.fail("no record")


@pytest.fixture
def world(sqlite_engine: Engine) -> World:
    return World(sqlite_engine)


NOVEMBER = "2026-11-24T10:00"
WORDS = [
    ("T1-3", "month_meeting", "ma", "研判会已开 主持 马建国 9人 研究用电安全", "2026-11", NOVEMBER),
    ("T4-3", "ten_day_dispatch", "leader", "旬调度已开展 8人 安排清理疏散通道", "2026-11-T3", NOVEMBER),
    ("T4-4", "month_circular", "leader", "月通报已印发 第11期", "2026-11", "2026-11-27T10:00"),
    ("T4-6", "quarter_ranking", "leader", "按季排名已印发 第4期", "2026-Q4", "2026-12-28T10:00"),
    ("S3-6", "quarter_circular", "leader", "季通报已印发 第4期", "2026-Q4", "2026-12-28T10:00"),
    ("T10-2", "office_training", "ma", "培训 12人参加 内容 安全生产法", "2026-Q4", NOVEMBER),
    ("T10-3", "warning_film", "ma", "警示片《生命通道》已看 12人", "2026-Q4", NOVEMBER),
    ("T10-5", "inspector_training", "leader", "监管人员培训已开展 20人 内容 安全生产法、执法", "2026", NOVEMBER),
    ("T11-1", "head_training", "ma", "负责人培训已开展 应到30人 实到30人 内容 判定标准", "2026", NOVEMBER),
    ("T11-2", "training", "li", "培训 12人参加 内容 灭火器使用", "2026-H2", NOVEMBER),
    ("S3-7", "officers_meeting", "leader", "安全员培训会已开 应到33人 实到31人 通报各机构情况", "2026-Q4", NOVEMBER),
    ("T13-5", "self_built_check", "ma", "自建房排查已完成 未发现隐患", "2026-H2", NOVEMBER),
    ("S1-2", "deployment_meeting", "ma", "动员部署会已开 主持 马建国 12人 部署三年行动", "2026", NOVEMBER),
    ("T12-2", "publicity_month", "li", "宣传月已开展 挂横幅5条，发宣传单200份", "2026", "2026-06-10T10:00"),
    ("T12-3", "consultation_day", "ma", "咨询日已开展 设咨询台，接待群众200人", "2026", "2026-11-09T10:00"),
    ("T14-1", "safety_systems", "li", "技防台账已更新 视频监控、燃气泄漏报警都正常", "2026", NOVEMBER),
    ("T7-10", "rite_fire_patrol", "he", "火源巡查 正常", "2026-11-08", "2026-11-08T10:00"),
    (
        "T7-11",
        "rite_fire_check",
        "he",
        "祭扫用火检查已完成 会同消防大队 未发现隐患",
        "2026-hanyi",
        "2026-11-05T10:00",
    ),
]


@pytest.mark.parametrize(("row", "code", "userid", "words", "slot", "at"), WORDS, ids=[row[0] for row in WORDS])
def test_a_duty_is_done_in_one_sentence(
    world: World, row: str, code: str, userid: str, words: str, slot: str, at: str
) -> None:
    world.move(at)

    card = world.chat.say(userid, words)

    assert card.title.endswith("已登记"), (row, card)
    assert ("状态", "按时完成") in card.facts
    assert world.state(userid, code, slot) is DutyState.DONE


WITH_FILE = [
    ("T4-7", "half_year_summary", "li", "半年小结已报送", "2026-H2", "2026-12-28T10:00"),
    ("T4-8", "year_review", "leader", "全年总评已报送", "2026", "2026-12-28T10:00"),
    ("T12-5", "plan_review", "li", "应急预案修订已完成 审批人 李秀英", "2026", NOVEMBER),
    ("T6-2", "technical_check", "ma", "技术鉴定已完成 鉴定单位 平安检测公司 未发现问题", "2026", NOVEMBER),
    ("S1-6", "progress_report", "ma", "党委政府报告已报送", "2026-Q4", NOVEMBER),
    ("T7-7", "rite_plan", "he", "祭扫方案已制定 审批人 何主任", "2026-hanyi", "2026-10-20T10:00"),
    ("G-5a", "goal_consolidated", "leader", "目标机制固化已完成 制度汇编已经印发", "2026-12-31", NOVEMBER),
]


@pytest.mark.parametrize(
    ("row", "code", "userid", "words", "slot", "at"), WITH_FILE, ids=[row[0] for row in WITH_FILE]
)
def test_a_duty_that_needs_a_file_waits_for_it(
    world: World, row: str, code: str, userid: str, words: str, slot: str, at: str
) -> None:
    world.move(at)

    asked = world.chat.say(userid, words)
    assert asked.title.endswith("还差1项，补上就登记"), (row, asked)
    assert world.state(userid, code, slot) is DutyState.WAITING

    world.chat.photo(userid, kind=MessageKind.FILE)
    card = world.chat.say(userid, "已发")

    assert ("文件", "已收") in card.facts, (row, card)
    assert world.state(userid, code, slot) is DutyState.DONE


def test_the_assessment_of_buildings_is_done_once_every_institution_has_its_own(world: World) -> None:
    """T13-2."""
    world.move(NOVEMBER)
    world.chat.say("ma", "消防评估已完成 评估单位 平安检测公司 未发现问题")
    world.chat.photo("ma", kind=MessageKind.FILE)
    card = world.chat.say("ma", "已发")

    assert card.title.endswith("已登记，还没有全部覆盖")
    assert world.state("ma", "building_assessment", "2026") is DutyState.WAITING

    world.chat.say("ma", "检测评估 张良镇敬老院 消防评估 平安检测公司 11月20日 合格")

    assert world.state("ma", "building_assessment", "2026") is DutyState.DONE


def test_sent_is_not_believed_without_a_file(world: World) -> None:
    world.move(NOVEMBER)
    world.chat.say("ma", "党委政府报告已报送")

    again = world.chat.say("ma", "已发")

    assert "还差1项" in again.title
    assert world.state("ma", "progress_report", "2026-Q4") is DutyState.WAITING


@pytest.mark.parametrize("nod", ["收到", "好的"])
def test_a_nod_closes_nothing_that_needs_numbers(world: World, nod: str) -> None:
    world.move(NOVEMBER)
    asked = world.chat.say("ma", "研判会已开")
    assert len(asked.lines) == 3

    world.chat.say("ma", nod)

    assert world.state("ma", "month_meeting", "2026-11") is DutyState.WAITING


def test_what_is_missing_is_asked_for_once_and_the_answer_closes_it(world: World) -> None:
    world.move(NOVEMBER)
    asked = world.chat.say("ma", "研判会已开 主持 马建国 研究了用电安全")
    card = world.chat.say("ma", "9人")

    assert asked.lines == ("· 实到几人",)
    assert card.title == "安全生产形势研判会已登记"
    assert world.record("month_meeting").facts["attendees"] == 9


def test_the_minutes_are_ticked_for_study_and_for_judging_the_situation(world: World) -> None:
    """T1-1, T5-9."""
    world.move(NOVEMBER)

    card = world.chat.say("ma", "研判会已开 主持 马建国 9人 学习传达上级会议精神，研判用电安全形势")
    assert ("重点内容已讲", "学习传达、形势研判") in card.facts

    world.chat.say("leader", "旬调度已开展 8人 安排清理疏散通道")
    assert world.record("ten_day_dispatch").facts["not_taught"] == ["形势研判"]


def test_a_form_is_read_by_its_title(world: World) -> None:
    world.move(NOVEMBER)

    card = world.chat.say("ma", "研判会确认\n时间：今天上午\n主持：马建国\n应到：10\n实到：9\n内容：用电安全")

    assert ("参加", "9人、应到10人") in card.facts
    assert world.state("ma", "month_meeting", "2026-11") is DutyState.DONE


def test_the_deployment_is_led_in_person(world: World) -> None:
    world.move(NOVEMBER)

    refused = world.chat.say("ma", "动员部署会已开 主持 刘干事 12人 部署三年行动")

    assert refused.title == "没有登记"
    assert "马建国" in refused.lines[0]
    assert world.state("ma", "deployment_meeting", "2026") is DutyState.WAITING


@pytest.mark.parametrize(("userid", "words"), [("li", "重大隐患排查已完成"), ("leader", "双月督导已完成")])
def test_words_do_not_close_what_a_check_closes(world: World, userid: str, words: str) -> None:
    world.move(NOVEMBER)

    assert world.chat.say(userid, words).title == "没有登记"


def test_the_heads_own_check_closes_the_quarter(world: World) -> None:
    world.move(NOVEMBER)
    world.chat.say("li", "重大隐患排查")
    world.chat.say("li", "其余无")
    done = world.chat.say("li", "检查结束")

    assert dict(done.facts)["已登记任务"] == "重大事故隐患排查（2026年第四季度）"
    assert world.state("li", "head_major_check", "2026-Q4") is DutyState.DONE
    assert world.record("head_major_check").person_id == world.county.person_by_userid["li"].id


def test_a_visit_of_the_bureau_closes_the_two_months(world: World) -> None:
    world.move(NOVEMBER)
    world.chat.say("section", "开始检查 张良镇敬老院 督导 带队陈局长 成员周股长、孙管理 专家李工")
    world.chat.say("section", "其余正常")
    world.chat.say("section", "现场讲 王铁柱")
    world.chat.say("section", "检查结束")
    assert world.state("leader", "two_month_supervision", "2026-B6") is DutyState.WAITING

    world.chat.say("section", "确认签字")
    done = world.chat.say("li", "确认签字")

    assert "双月督导（2026年11月至12月）" in dict(done.facts)["已登记任务"], done
    assert world.state("leader", "two_month_supervision", "2026-B6") is DutyState.DONE
    assert world.record("two_month_supervision").facts["inspection"]


def test_a_visit_of_the_township_does_not_close_the_two_months_of_the_bureau(world: World) -> None:
    world.move(NOVEMBER)
    world.chat.say("ma", "开始检查 张良镇敬老院 督导 带队马建国 成员郭干事 专家李工")
    world.chat.say("ma", "其余正常")
    world.chat.say("ma", "现场讲 王铁柱")
    world.chat.say("ma", "检查结束")
    world.chat.say("ma", "确认签字")
    signed = world.chat.say("li", "确认签字")

    assert "已登记任务" not in dict(signed.facts), signed
    assert world.state("leader", "two_month_supervision", "2026-B6") is DutyState.WAITING


def test_a_missed_month_is_made_up_for_as_late(world: World) -> None:
    world.move(NOVEMBER)
    world.move("2026-12-02T10:00")

    card = world.chat.say("ma", "补报 研判会已开 主持 马建国 9人 研究用电安全")

    assert card.title == "安全生产形势研判会已登记（逾期补报）"
    assert world.state("ma", "month_meeting", "2026-11") is DutyState.LATE
    assert world.state("ma", "month_meeting", "2026-12") is DutyState.WAITING


def test_a_circular_of_last_month_is_for_last_month(world: World) -> None:
    world.move("2026-11-27T10:00")
    world.move("2026-12-03T10:00")
    world.chat.say("leader", "月通报已印发 第11期")

    assert world.state("leader", "month_circular", "2026-11") is DutyState.DONE


def test_a_named_period_wins(world: World) -> None:
    world.move("2026-11-19T10:00")
    world.move(NOVEMBER)
    world.chat.say("leader", "补报 11月中旬旬调度已开展 8人 安排清理疏散通道")

    assert world.state("leader", "ten_day_dispatch", "2026-11-T2") is DutyState.LATE
    assert world.state("leader", "ten_day_dispatch", "2026-11-T3") is DutyState.WAITING


def test_what_a_fire_check_finds_becomes_a_hazard(world: World) -> None:
    world.move("2026-11-08T10:00")

    card = world.chat.say("he", "火源巡查 发现问题：焚烧区没有灭火器")

    assert any("已登记" in line and "灭火器" in line for line in card.lines)
    assert world.state("he", "rite_fire_patrol", "2026-11-08") is DutyState.DONE


def test_an_office_may_speak_of_an_institution_in_its_own_meeting(world: World) -> None:
    world.move(NOVEMBER)

    card = world.chat.say("ma", "研判会已开 主持 马建国 9人 研究了张良镇敬老院的用电安全")

    assert ("单位", "张良镇民政所") in card.facts


def test_the_button_of_what_is_open_confirms_the_duty(world: World) -> None:
    world.move("2026-11-30T10:00")
    card = world.chat.say("ma", "待办")

    asked = world.chat.press("ma", card, "报研判会")
    done = world.chat.say("ma", "主持 马建国 9人 研究用电安全")

    assert asked.title == "安全生产形势研判会还差3项，补上就登记"
    assert done.title == "安全生产形势研判会已登记"
    assert world.state("ma", "month_meeting", "2026-11") is DutyState.DONE


@pytest.mark.parametrize("words", ["研判会开了吗", "哪几家研判会没开", "请各民政所尽快开研判会", "月通报 发我一份"])
def test_a_question_or_a_demand_confirms_nothing(world: World, words: str) -> None:
    world.move(NOVEMBER)
    world.chat.say("ma", words)

    assert world.state("ma", "month_meeting", "2026-11") is DutyState.WAITING


CODES = [code for code, rule in a_desk().tables.duties.by_code.items() if rule.evidence]


@pytest.mark.parametrize("code", CODES)
def test_every_duty_has_words_to_type_and_a_button(code: str) -> None:
    title = a_desk().tables.duties.by_code[code].name

    assert duty_texts.how_to(code), title
    (button,) = duty_buttons.confirming(code, "2026", "2026年度")
    assert len(button.text) <= 10
