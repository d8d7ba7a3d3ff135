"""A period ends: its report is drafted from frozen figures, issued by name, read, taken back (T4-3…T4-8)."""

import shutil
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import Engine, select
from sqlmodel import col

from config.tables import load_tables
from config.zone import TZ
from handlers.papers.official_template import file_of
from scheduler.jobs import duty_plan, report_draft
from storage import duties, papers
from storage.database import reading, work
from storage.duties import Duty, DutyRecord
from storage.hazards import Hazard
from storage.outbox import OutboxMessage
from storage.reports import Report
from storage.units import Group
from storage.vocabulary import DutyState, Grade, HazardState, ReportKind, ReportState
from tests.builders import CONFIG, County, a_county, a_hazard, kept
from tests.chat import Chat, words

TABLES = load_tables(CONFIG)
OCTOBER_ENDS = datetime(2026, 11, 2, 8, 55, tzinfo=TZ)
"""The first working day after October, after the draft of the month is due."""


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    put(sqlite_engine, county)
    return Chat(sqlite_engine, now=OCTOBER_ENDS)


def october(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=TZ)


def put(engine: Engine, county: County) -> None:
    """Put 12, closed in time, and 13, overdue and major, of 张良; 马楼 told of a patrol, 福利院 of nothing."""
    with work(engine) as session:
        a_hazard(
            session, county.home, reported_at=october(3), due_on=date(2026, 10, 9), closed_at=october(8),
            state=HazardState.CLOSED,
        )  # fmt: skip
        a_hazard(session, county.home, reported_at=october(12), due_on=date(2026, 10, 20), grade=Grade.MAJOR)
        for day, state in ((1, DutyState.DONE), (2, DutyState.MISSED)):
            due = october(day)
            duty = Duty(
                unit_id=county.other_home.id or 0, code="patrol", slot=f"2026-10-{day:02d}/day", opens_at=due,
                due_at=due, cutoff_at=due, state=state,
            )  # fmt: skip
            kept(session, duty)
        kept(
            session,
            DutyRecord(
                origin="test:patrol", unit_id=county.other_home.id or 0, code="patrol",
                happened_at=october(1), reported_at=october(1),
            ),
        )  # fmt: skip
        for unit in (county.bureau, county.town):
            kept(session, Group(name=f"{unit.name}群", unit_id=unit.id or 0, webhook_key=f"key{unit.id}"))


def tick(chat: Chat) -> int:
    return report_draft.run(chat.engine, chat.now, TABLES)


def standing(engine: Engine, kind: ReportKind = ReportKind.MONTH) -> Report:
    with reading(engine) as session:
        return session.scalars(
            select(Report).where(col(Report.kind) == kind, col(Report.state) != ReportState.VOID)
        ).one()


def sent(engine: Engine, kind: str) -> list[OutboxMessage]:
    with reading(engine) as session:
        rows = select(OutboxMessage).where(col(OutboxMessage.recipient).startswith(f"{kind}:"))
        return list(session.scalars(rows.order_by(col(OutboxMessage.id))))


def document(engine: Engine, file: str) -> str:
    with reading(engine) as session:
        content = papers.content_of(session, file)
    assert content is not None
    found = Document(BytesIO(content))
    body = [one.text for one in found.paragraphs]
    rows = [" | ".join(cell.text for cell in row.cells) for table in found.tables for row in table.rows]
    return "\n".join((found.sections[0].header.paragraphs[0].text, *body, *rows))


def test_the_month_is_drafted_once_on_the_first_working_day(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 1, 12, tzinfo=TZ)
    assert tick(chat) == 0  # a Sunday

    chat.now = OCTOBER_ENDS
    assert tick(chat) == 2  # the last ten days and the month
    assert tick(chat) == 0

    titles = [card.title for card in chat.notices("leader")]
    assert titles == [
        "2026年10月下旬调度草稿", "2026年10月下旬调度（草稿）.docx",
        "2026年10月通报草稿", "2026年10月通报（草稿）.docx",
    ]  # fmt: skip
    assert chat.notices("ma") == []
    assert [button.text for button in chat.notices("leader")[2].buttons] == ["签发", "作废"]
    assert chat.notices("section")[2].buttons == ()


def test_the_figures_are_those_of_the_rows(chat: Chat, sqlite_engine: Engine) -> None:
    tick(chat)

    with reading(sqlite_engine) as session:
        rows = list(session.scalars(select(Hazard)))
    first, after = october(1, 0), datetime(2026, 11, 1, tzinfo=TZ)
    new = [one for one in rows if first <= one.reported_at < after]
    closed = [one for one in rows if one.closed_at and first <= one.closed_at < after]
    still = [one for one in rows if one.reported_at < after and not (one.closed_at and one.closed_at < after)]
    overdue = [one for one in still if one.due_on < after.date()]
    facts = dict(chat.notices("leader")[2].facts)
    assert facts["新增隐患"] == f"{len(new)}条，其中已销{len(closed)}条" == "2条，其中已销1条"
    assert facts["未销号"] == f"{len(still)}条，本期销号{len(closed)}条"
    assert (facts["超期"], facts["重大"]) == (f"{len(overdue)}条", "1条")
    assert (facts["巡查"], facts["未报"]) == ("完成50%（1/2）", "1家")


def test_what_is_frozen_stays_whatever_happens_later(chat: Chat, sqlite_engine: Engine, county: County) -> None:
    tick(chat)
    with work(sqlite_engine) as session:
        a_hazard(session, county.home, reported_at=october(25), entered_at=chat.now)

    assert dict(chat.say("leader", "10月通报").facts)["新增隐患"] == "2条，其中已销1条"


def test_the_document_names_every_unit(chat: Chat, sqlite_engine: Engine) -> None:
    tick(chat)

    file = next(one for one in chat.notices("leader") if one.title == "2026年10月通报（草稿）.docx").file
    said = document(sqlite_engine, file)
    assert said.startswith("草稿：由民安生成")
    assert "文号：　　　　〔　　　　〕" in said
    assert "3家机构中，1家排查上报隐患2处（其中立行立改0处），现已销号1处，整改率50%" in said
    assert "无隐患单位：马楼乡敬老院。" in said
    assert "未报单位：县社会福利院。" in said
    assert "张良镇民政所 | 张良镇敬老院 | 2处 | 1 | 1 | 13号 | 1" in said
    assert "巡查有缺：马楼乡敬老院（缺1次）。" in said
    assert "按季排名" not in said


def test_the_quarter_holds_the_ranking_and_its_formula(chat: Chat, sqlite_engine: Engine) -> None:
    chat.now = datetime(2027, 1, 4, 9, 55, tzinfo=TZ)

    assert tick(chat) == 5
    report = standing(sqlite_engine, ReportKind.QUARTER)
    assert report.ranking_version == TABLES.version("ranking")
    file = next(one for one in chat.notices("admin") if one.title == "2026年第4季度通报（草稿）.docx").file
    said = document(sqlite_engine, file)
    assert "四、按季排名" in said
    assert "巡查完成率 | 30% | 期间内应巡次数中已完成的比例" in said
    assert "1 | 张良镇敬老院 | " in said
    card = chat.press("leader", "2026年第4季度通报草稿", "看排名")
    assert card.title == "2026年第4季度排名"
    assert "数据已冻结" in words(card)
    titles = {one.title for one in chat.notices("leader")}
    assert {"2026年下半年小结草稿", "2026年全年总评草稿"} <= titles


def test_an_issued_report_goes_to_all_groups_and_is_read(chat: Chat, sqlite_engine: Engine) -> None:
    tick(chat)

    card = chat.press("leader", "2026年10月通报草稿", "签发")

    assert dict(card.facts)["发到"] == "2个群，7位负责人"
    assert {row.recipient for row in sent(sqlite_engine, "group")} == {"group:1", "group:2"}
    assert sum(bool(row.as_card().file) for row in sent(sqlite_engine, "group")) == 2
    report = standing(sqlite_engine)
    said = document(sqlite_engine, report.file)
    assert "签发人：陈局长" in said
    assert "草稿" not in said
    assert ("2026年10月通报草稿", "陈局长已签发") in chat.closings("leader")

    assert chat.press("li", "2026年10月通报", "已阅").title == "2026年10月通报：已记下您看过了"
    assert chat.say("li", "已阅").title == "2026年10月通报：您之前已经确认过了"
    unread = chat.say("leader", "谁没看 10月通报")
    assert dict(unread.facts) == {"应看": "7人", "已看": "1人"}
    assert "侯院长（马楼乡敬老院）" in words(unread)
    assert "李秀英" not in words(unread)
    assert "侯院长" not in words(chat.say("ma", "谁没看 10月通报"))
    assert chat.say("admin", "签发 10月通报").title == "2026年10月通报已经签发过了"


def test_what_is_issued_closes_the_duty_to_make_it(chat: Chat, sqlite_engine: Engine, county: County) -> None:
    assert county.bureau.id is not None
    duty_plan.run(sqlite_engine, october(20), TABLES)
    tick(chat)
    with work(sqlite_engine) as session:
        owed = duties.of_slot(session, county.bureau.id, "month_circular", "2026-10")
        assert owed is not None
        assert owed.state in duties.NOT_DONE

    chat.say("leader", "签发 10月通报")

    with work(sqlite_engine) as session:
        done = duties.of_slot(session, county.bureau.id, "month_circular", "2026-10")
    assert done is not None
    assert done.state in (DutyState.DONE, DutyState.LATE)
    assert done.record_id is not None


def test_who_may_not_issue_is_told_who_may(chat: Chat) -> None:
    tick(chat)

    for userid in ("section", "ma", "li"):
        assert chat.say(userid, "签发 10月通报").title == "不能签发：要由局领导、管理员来办"
        assert chat.say(userid, "作废 10月通报 写错了").title == "不能作废：要由局领导、管理员来办"


def test_a_report_is_taken_back_with_a_reason_and_made_anew(chat: Chat, sqlite_engine: Engine) -> None:
    tick(chat)
    chat.say("leader", "签发 10月通报")

    assert "原因是什么" in chat.say("admin", "作废 10月通报").title
    card = chat.say("admin", "补报了一条隐患")

    assert card.title == "2026年10月通报已作废"
    assert dict(card.facts) == {"原因": "补报了一条隐患", "已告知": "2个群"}
    assert "更正：2026年10月通报已作废，请不要再用" in [row.as_card().title for row in sent(sqlite_engine, "group")]
    assert "更正" in chat.notices("li")[-1].title
    assert chat.say("li", "已阅 10月通报").title == "没有2026年10月通报"
    assert tick(chat) == 0
    assert chat.say("leader", "10月通报").title == "2026年10月通报草稿"
    assert standing(sqlite_engine).state is ReportState.DRAFT


@pytest.mark.parametrize("userid", ["section", "leader", "admin"])
def test_the_draft_is_for_those_above_all_units(chat: Chat, userid: str) -> None:
    card = chat.say(userid, "月通报")

    assert card.title == "2026年10月通报草稿"
    assert ("签发" in [button.text for button in card.buttons]) is (userid != "section")


@pytest.mark.parametrize(
    ("userid", "sees"), [("ma", "张良镇民政所"), ("niu", "马楼乡民政所"), ("hou", "马楼乡敬老院")]
)
def test_others_see_the_figures_in_their_charge_until_it_is_issued(chat: Chat, userid: str, sees: str) -> None:
    said = words(chat.say(userid, "10月通报"))

    assert f"{sees}2026年10月通报" in said
    assert "还没有起草" in said
    assert "县社会福利院" not in said
    assert ("13号" in said) is (userid == "ma")

    chat.say("leader", "10月通报")
    chat.say("leader", "签发 10月通报")
    assert "已签发（陈局长）" in words(chat.say(userid, "10月通报"))


@pytest.mark.parametrize(
    ("said", "title", "tells"),
    [
        ("本旬调度", "全县2026年11月上旬调度", "截至11月2日，这一期还没有结束，11月11日起草"),
        ("2026年12月通报", "2026年12月通报：还没有到这一期", ""),
        ("2025年全年总评", "没有2025年全年总评：那时还没有开始登记", ""),
        ("签发 9月通报", "没有2026年9月通报", ""),
        ("谁没看", "现在没有要看的通报", ""),
    ],
)
def test_what_there_is_none_of_is_said(chat: Chat, said: str, title: str, tells: str) -> None:
    card = chat.say("leader", said)

    assert card.title == title
    assert tells in words(card)


def test_a_spoilt_template_is_named_and_the_draft_stands(tmp_path: Path, chat: Chat, sqlite_engine: Engine) -> None:
    folder = tmp_path / "config"
    shutil.copytree(CONFIG, folder)
    (folder / file_of("通报")).write_bytes(b"no document")

    assert report_draft.run(sqlite_engine, chat.now, load_tables(folder)) == 2

    card = next(one for one in chat.notices("leader") if one.title == "2026年10月通报草稿")
    assert card.is_warning
    assert "公文模板 papers/通报.docx 打不开" in words(card)


def test_nothing_is_drafted_before_something_was_entered(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)

    assert report_draft.run(sqlite_engine, OCTOBER_ENDS, TABLES) == 0
