"""Somebody asks for the ledger 「台账」: the workbook comes as a file, of what they may see, to them alone."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from sqlalchemy import Engine, select
from sqlmodel import col

from bot.evidence_files import keep
from config.zone import TZ
from handlers.desk import load_desk
from storage import evidence, inbox, papers
from storage.database import reading, work
from storage.messages import Incoming, MessageKind
from storage.outbox import OutboxMessage
from storage.vocabulary import EvidenceState, Grade, HazardState, Phase
from tests.builders import CONFIG, County, a_county, a_hazard
from tests.chat import Chat, words


def november(day: int) -> datetime:
    return datetime(2026, 11, day, 9, tzinfo=TZ)


@pytest.fixture
def county(engine: Engine) -> County:
    county = a_county(engine)
    with work(engine) as session:
        a_hazard(session, county.home, problem="九月没销", reported_at=datetime(2026, 9, 1, tzinfo=TZ))
        a_hazard(
            session, county.home, problem="本月已销", reported_at=november(2), closed_at=november(3),
            state=HazardState.CLOSED, is_on_the_spot=True,
        )  # fmt: skip
        a_hazard(session, county.home, problem="本月超期", reported_at=november(10), due_on=date(2026, 11, 12))
        a_hazard(session, county.other_home, problem="别家重大", reported_at=november(20), grade=Grade.MAJOR)
    return county


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def files(engine: Engine) -> list[tuple[str, str, Worksheet]]:
    """Return the workbooks that were sent: to whom, called what, the page."""
    with reading(engine) as session:
        rows = session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id)))
        found: list[tuple[str, str, Worksheet]] = []
        for row in rows:
            if (file := row.as_card().file) and (content := papers.content_of(session, file)):
                page = openpyxl.load_workbook(BytesIO(content))["台账"]
                assert isinstance(page, Worksheet)
                found.append((row.recipient, row.as_card().title, page))
    return found


def problems(engine: Engine) -> list[str]:
    """Return the hazards of the workbook that was sent last."""
    *_, (_, _, page) = files(engine)
    titles = [cell.value for cell in page[1]]
    return [str(row[titles.index("隐患描述")]) for row in page.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize(
    ("userid", "text", "expected"),
    [
        ("leader", "台账", ["九月没销", "本月已销", "本月超期", "别家重大"]),
        ("ma", "导出台账", ["九月没销", "本月已销", "本月超期"]),
        ("section", "台账", ["九月没销", "本月已销", "本月超期"]),
        ("zhang", "台账", ["九月没销", "本月已销", "本月超期"]),
        ("leader", "张良镇本月台账", ["本月已销", "本月超期"]),
        ("leader", "未销号台账", ["九月没销", "本月超期", "别家重大"]),
        ("leader", "11月1日到11月5日台账", ["本月已销"]),
        ("leader", "11.1-11.5台账", ["本月已销"]),
        ("leader", "重大隐患台账", ["别家重大"]),
        ("leader", "超期台账", ["本月超期"]),
        ("leader", "11月已销号台账", ["本月已销"]),
        ("leader", "把张良镇敬老院本月的台账发我", ["本月已销", "本月超期"]),
        ("leader", "导出隐患清单", ["九月没销", "本月已销", "本月超期", "别家重大"]),
    ],
)
def test_the_workbook_holds_what_was_asked_for_and_may_be_seen(
    engine: Engine, chat: Chat, userid: str, text: str, expected: list[str]
) -> None:
    chat.say(userid, text)

    assert problems(engine) == expected


def test_the_card_says_of_what_and_of_when_it_is(engine: Engine, chat: Chat) -> None:
    told = words(chat.say("ma", "本月台账"))

    assert told.splitlines() == [
        "张良镇民政所隐患台账：2条",
        "范围：张良镇民政所",
        "时段：2026-11-01至2026-11-23",
        "条数：2条，其中未销号1条（超期1条，重大0条）",
        "立行立改：1条",
        "表格另发一条，点开即可查看、转发。",
        "数据截至 11月23日 10:00",
    ]
    ((recipient, title, page),) = files(engine)
    assert (recipient, title) == ("person:ma", "隐患台账_张良镇民政所_2026-11-01至2026-11-23.xlsx")
    assert page.freeze_panes == "C2"


def test_the_funds_are_summed_up(engine: Engine, county: County, chat: Chat) -> None:
    with work(engine) as session:
        a_hazard(session, county.home, funds_planned=123_456_789)
        a_hazard(session, county.home, funds_planned=8_000, funds_spent=5_500)

    assert "整改资金：计划12346.4789万元，实际0.55万元" in words(chat.say("ma", "台账"))


def test_a_group_does_not_get_the_rows(engine: Engine, chat: Chat) -> None:
    told = words(chat.say("leader", "台账", group="g1"))

    assert told.startswith("全县隐患台账已私下发给您")
    assert "条" not in told.splitlines()[0]
    assert [recipient for recipient, _, _ in files(engine)] == ["person:leader"]


@pytest.mark.parametrize(
    ("userid", "text", "said"),
    [
        ("ma", "马楼乡敬老院台账", "没有可看的台账：马楼乡敬老院"),
        ("zhang", "张良镇民政所台账", "没有可看的台账：张良镇民政所"),
        ("leader", "2024年台账", "没有可列的隐患：全县"),
        ("fu", "台账", "没有可列的隐患：县社会福利院"),
    ],
)
def test_nothing_to_list_is_said_and_no_file_comes(
    engine: Engine, chat: Chat, userid: str, text: str, said: str
) -> None:
    assert chat.say(userid, text).title == said
    assert files(engine) == []


def test_a_repeat_of_the_message_sends_no_second_file(engine: Engine, chat: Chat) -> None:
    chat.say("ma", "台账", message_id="m77")
    chat.receive("ma", "台账", message_id="m77")

    assert len(files(engine)) == 1


def with_picture(engine: Engine, county: County, data_dir: Path) -> None:
    content = BytesIO()
    Image.new("RGB", (400, 300), "red").save(content, "JPEG")
    sha256 = keep(data_dir, content.getvalue())
    message = Incoming(
        "test", "p1", "zhang", "private:zhang", MessageKind.IMAGE,
        details={"media": [{"kind": "image", "url": "https://example.com/1"}]},
    )  # fmt: skip
    with work(engine) as session:
        inbox.receive(session, [message], now=november(10))
        (piece,) = evidence.of_message(session, "test:p1")
        piece.state, piece.sha256 = EvidenceState.STORED, sha256
        evidence.use(session, [piece], "hazard:1", Phase.BEFORE, person_id=None, now=november(10))


def test_pictures_are_put_in_on_request(sqlite_engine: Engine, tmp_path: Path) -> None:
    county = a_county(sqlite_engine)
    with work(sqlite_engine) as session:
        a_hazard(session, county.home)
    with_picture(sqlite_engine, county, tmp_path)
    chat = Chat(sqlite_engine, desk=load_desk(CONFIG, tmp_path / "cache", tmp_path))

    told = words(chat.say("ma", "台账 带照片"))

    assert "照片缩小后放在“照片”表里。" in told
    *_, (_, _, page) = files(sqlite_engine)
    assert page.parent is not None
    assert len(page.parent["照片"]._images) == 1  # type: ignore[attr-defined]
    chat.forward(timedelta(minutes=1))
    assert "照片" not in words(chat.say("ma", "台账"))
