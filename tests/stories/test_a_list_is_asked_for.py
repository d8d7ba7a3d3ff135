"""The list 「清单」 of a unit: every duty, ticked or not, and it says what 我的待办 and the books say (S2-4)."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.tables import load_tables
from scheduler.jobs import duty_close, duty_plan
from storage import duties, papers
from storage.database import reading
from storage.duties import Duty
from storage.outbox import OutboxMessage
from storage.vocabulary import DutyState
from tests.builders import CONFIG, County, a_county
from tests.chat import Chat, words

TABLES = load_tables(CONFIG)


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    """Give a chat on Monday at ten; the plan was made half an hour before."""
    chat = Chat(sqlite_engine)
    duty_plan.run(sqlite_engine, chat.now - timedelta(minutes=30), TABLES)
    return chat


def pass_time(chat: Chat, length: timedelta) -> None:
    chat.forward(length)
    duty_close.run(chat.engine, chat.now, TABLES)


def part(told: str, heading: str) -> list[str]:
    """Return the lines below a heading of the list."""
    lines = told.splitlines()
    begin = next((n for n, line in enumerate(lines) if line.startswith(heading) and line.endswith("项：")), None)
    if begin is None:
        return []
    rest = lines[begin + 1 :]
    return rest[: next((n for n, line in enumerate(rest) if not line.startswith(("· ", "✓ "))), len(rest))]


def test_what_is_done_is_ticked_with_when_and_by_whom(chat: Chat) -> None:
    chat.say("wang", "巡查 正常")
    told = words(chat.say("li", "清单"))

    assert told.splitlines()[0].startswith("张良镇敬老院任务清单：")
    assert part(told, "已办") == ["✓ 日巡查（11月23日日间）｜11月23日 10:00 王铁柱"]
    assert "· 周例会（11月23日至11月29日当周）｜11月27日 17:20前" in part(told, "待办")
    assert "· 全员安全培训（2026年下半年）｜12月31日 17:20前" in part(told, "未到期")
    assert "未到期" in told
    assert "从未" not in told


def test_what_was_never_done_is_the_loudest(chat: Chat) -> None:
    chat.say("li", "演练 8人 20个老人 5个失能 用时6分钟")
    chat.say("li", "例会 实到 8人 主持 李院长 议题 本周隐患 议定 周五前清理杂物")
    pass_time(chat, timedelta(days=8))
    told = words(chat.say("li", "我院清单"))

    assert told.splitlines()[2] == "从未办过3项："
    assert all(line.startswith("· 日巡查（") for line in part(told, "从未办过"))
    assert "✓ 应急疏散逃生演练（2026年第四季度）｜11月23日 10:00 李秀英" in part(told, "已办")


def test_a_missed_one_is_told_of_a_unit_that_did_it_before(chat: Chat) -> None:
    chat.say("li", "巡查 正常")
    pass_time(chat, timedelta(days=1, hours=9))
    told = words(chat.say("li", "清单"))

    assert "· 日巡查（11月24日日间）｜应于11月24日 10:10前" in part(told, "未办")


def test_a_late_and_an_excused_one_are_told(chat: Chat) -> None:
    chat.say("li", "巡查 正常")
    pass_time(chat, timedelta(days=1, hours=9))
    chat.say("li", "补报 日间巡查 正常")
    chat.say("ma", "免办 张良镇敬老院 演练 停业装修")
    told = words(chat.say("li", "清单"))

    assert part(told, "逾期补报") == ["✓ 日巡查（11月24日日间）｜11月24日 19:00 李秀英"]
    (excused,) = part(told, "免办")
    assert excused.startswith("· 应急疏散逃生演练（2026年第四季度）｜停业装修（马建国，")


def test_the_list_says_what_my_todo_says(sqlite_engine: Engine, chat: Chat, county: County) -> None:
    chat.say("wang", "夜巡 正常")
    pass_time(chat, timedelta(hours=10))
    told = words(chat.say("li", "清单"))
    todo = words(chat.say("li", "我的待办"))

    to_do = [one for heading in ("待办", "过期未办") for one in part(told, heading)]
    to_do += [one for one in part(told, "从未办过") if "日间" not in one]
    assert f"{len(to_do)}件待办" in todo
    with reading(sqlite_engine) as session:
        waiting = duties.to_do(session, [county.home.id or 0], now=chat.now)
        opened = duties.open_of_unit(session, [county.home.id or 0], now=chat.now)
    assert len(waiting) == len(to_do) < len(opened)


def test_a_yearly_duty_is_to_do_from_its_first_reminder_on(chat: Chat) -> None:
    assert "建筑消防安全评估检测（2026年度）｜12月31日 17:20前" in "".join(
        part(words(chat.say("ma", "清单")), "待办")
    )
    # Its first reminder comes on 16 December; two weeks before it is due is the seventeenth.
    assert "安全教育培训（2026年第四季度）" in "".join(part(words(chat.say("ma", "清单")), "未到期"))
    assert "安全教育培训" not in words(chat.say("ma", "待办"))

    pass_time(chat, timedelta(days=23))

    assert "安全教育培训（2026年第四季度）" in "".join(part(words(chat.say("ma", "清单")), "待办"))


def test_an_office_names_a_unit_and_nobody_sees_what_is_not_theirs(chat: Chat) -> None:
    assert chat.say("ma", "张良镇敬老院清单").title.startswith("张良镇敬老院任务清单：")
    assert chat.say("leader", "马楼乡敬老院清单").title.startswith("马楼乡敬老院任务清单：")
    elsewhere, nowhere = chat.say("ma", "马楼乡敬老院清单"), chat.say("ma", "无名敬老院清单")
    assert words(elsewhere).replace("马楼乡", "") == words(nowhere).replace("无名", "")


def test_the_list_goes_as_a_workbook(sqlite_engine: Engine, chat: Chat, county: County) -> None:
    chat.say("wang", "巡查 正常")
    told = chat.say("ma", "张良镇敬老院清单表格", group="g1")

    assert told.title == "张良镇敬老院任务清单已私下发给您"
    with reading(sqlite_engine) as session:
        rows = session.scalars(select(OutboxMessage)).all()
        (file,) = [(row.recipient, row.as_card().file) for row in rows if row.as_card().file]
        content = papers.content_of(session, file[1])
        done = session.scalars(select(Duty).where(col(Duty.state) == DutyState.DONE)).all()
    assert file[0] == "person:ma"
    assert content is not None
    page = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    titles, *lines = page.iter_rows(values_only=True)
    listed = [dict(zip(map(str, titles), line, strict=True)) for line in lines]
    ticked = [one for one in listed if one["状态"] == "已办"]
    assert [(one["任务"], one["登记人"]) for one in ticked] == [("日巡查", "王铁柱")]
    assert len(ticked) == len(done)
    assert all(one["依据"] for one in listed)
