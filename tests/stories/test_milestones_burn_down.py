"""The dated goals of the plan burn down (G-3a … G-5c, T13-1, T13-3): how far, how long, what is missing by name."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Engine, select
from sqlmodel import col

from config.zone import TZ
from handlers.rules.milestone import Goal, month_ends
from handlers.texts import milestone as texts
from storage import papers
from storage.database import reading, work
from storage.duties import Duty, DutyRecord
from storage.outbox import OutboxMessage
from storage.registers import RegisterEntry
from storage.responsibilities import THREE, Answerable
from storage.units import Unit
from storage.vocabulary import DutyState, Grade, HazardState, RegisterKind
from tests.builders import MONDAY_TEN, County, a_county, a_hazard, kept
from tests.chat import Chat, words

SUMMER = datetime(2026, 8, 10, 9, tzinfo=TZ)


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def registered(chat: Chat, unit: Unit, kind: RegisterKind, subject: str = "", **more: Any) -> None:
    with work(chat.engine) as session:
        facts: dict[str, Any] = {"said_at": SUMMER, "facts": {}} | more
        kept(session, RegisterEntry(unit_id=unit.id or 0, kind=kind, subject=subject, **facts))


def line(chat: Chat, name: str, userid: str = "leader") -> str:
    return next(one for one in chat.say(userid, "里程碑").lines if one[2:].startswith(name + " "))


def test_all_goals_stand_in_one_card_with_their_dates(chat: Chat) -> None:
    card = chat.say("leader", "里程碑")

    assert card.title == "全县里程碑：11项完成0项，到期未完成6项"
    assert [one[2:].partition(" ")[0] for one in card.lines] == list(texts.NAME.values())
    assert card.is_warning
    assert line(chat, "责任体系") == (
        "· 责任体系 0/3（0.0%）｜期限2024-12-31，已过692天｜还差：张良镇敬老院、马楼乡敬老院、县社会福利院"
    )
    assert "期限2025-12-31，已过327天" in line(chat, "四项机制")
    assert "期限2026-12-31，还有38天" in line(chat, "人防物防技防")
    assert "没有登记｜期限2026-12-31，还有38天" in line(chat, "自建房")


def test_a_unit_with_all_three_responsible_persons_is_done(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        for one in THREE:
            row = Answerable(unit_id=county.home.id or 0, responsibility=one, name="马建国", since=date(2026, 9, 5))
            kept(session, row)

    card = chat.say("leader", "里程碑 责任体系")

    assert card.title == "全县里程碑｜责任体系：1/3（33.3%）"
    assert dict(card.facts)["走势"] == "2026-09-30还差2，现在还差2"
    assert card.lines[:3] == ("还差：", "· 马楼乡敬老院", "· 县社会福利院")
    assert chat.say("ma", "里程碑 责任体系").title == "张良镇民政所里程碑｜责任体系：1/1（100.0%）"


def test_the_certified_officers_burn_down_month_by_month(chat: Chat, county: County) -> None:
    registered(chat, county.other_home, RegisterKind.BUILDING, "主楼")
    registered(
        chat,
        county.home,
        RegisterKind.CERTIFICATE,
        "王铁柱 消防设施操作员",
        person_id=county.person_by_userid["wang"].id,
        due_on=date(2029, 8, 1),
        facts={"certificate": "fire_operator"},
        said_at=datetime(2026, 10, 8, 9, tzinfo=TZ),
    )

    card = chat.say("leader", "里程碑 一院一员")

    assert card.title == "全县里程碑｜一院一员：1/3（33.3%）"
    assert dict(card.facts)["走势"] == "2026-08-31还差3，现在还差2"
    assert "燃尽图另发一张。" in card.lines
    with reading(chat.engine) as session:
        rows = session.scalars(select(OutboxMessage).where(col(OutboxMessage.key).startswith("file:"))).all()
        (sent,) = [row.as_card() for row in rows]
        picture = papers.content_of(session, sent.file)
    assert sent.title == "里程碑_全县_一院一员_2026-11-23.png"
    assert picture is not None
    assert Image.open(BytesIO(picture)).format == "PNG"


def test_without_history_there_is_no_picture(chat: Chat) -> None:
    card = chat.say("leader", "里程碑 一院一员")

    assert "走势" not in dict(card.facts)
    assert "燃尽图另发一张。" not in card.lines


def test_buildings_without_acceptance_and_self_built_ones_are_named(chat: Chat, county: County) -> None:
    registered(chat, county.home, RegisterKind.BUILDING, "主楼", facts={"acceptance": "accepted"})
    registered(chat, county.home, RegisterKind.BUILDING, "东楼", facts={"acceptance": "pending", "self_built": True})
    registered(chat, county.other_home, RegisterKind.BUILDING, "北楼", facts={"self_built": True, "grade": "B"})

    assert "消防审验 1/3（33.3%）" in line(chat, "消防审验")
    assert line(chat, "消防审验").endswith("还差：张良镇敬老院 东楼、马楼乡敬老院 北楼")
    assert "自建房 1/2（50.0%）" in line(chat, "自建房")
    assert line(chat, "自建房").endswith("还差：张良镇敬老院 东楼")


def test_the_old_major_ones_are_named_until_they_are_gone(chat: Chat, county: County) -> None:
    old = datetime(2024, 12, 31, 12, tzinfo=TZ)
    gone = {"state": HazardState.CLOSED, "closed_at": datetime(2026, 10, 3, 9, tzinfo=TZ)}
    with work(chat.engine) as session:
        a_hazard(session, county.home, grade=Grade.MAJOR, reported_at=old)
        a_hazard(session, county.home, grade=Grade.MAJOR, reported_at=old, **gone)  # type: ignore[arg-type]
        a_hazard(session, county.home, grade=Grade.MAJOR, reported_at=old + timedelta(hours=13))

    card = chat.say("leader", "里程碑 重大存量")

    assert card.title == "全县里程碑｜重大存量：1/2（50.0%）"
    assert dict(card.facts)["走势"] == "2025-11-30还差2，现在还差1"
    assert "· 12号 张良镇敬老院（没有挂牌督办）" in card.lines


def test_what_the_bureau_files_is_done_once_it_is_told(chat: Chat, county: County) -> None:
    before = line(chat, "标准指引")
    told = {"happened_at": MONDAY_TEN, "reported_at": MONDAY_TEN, "origin": "test:1"}
    with work(chat.engine) as session:
        kept(session, DutyRecord(unit_id=county.bureau.id or 0, code="goal_guideline", **told))  # type: ignore[arg-type]

    assert before.endswith("还差：县民政局还没有登记")
    assert line(chat, "标准指引") == "✓ 标准指引 1/1（100.0%）｜期限2024-12-31，已完成"
    assert dict(chat.say("leader", "里程碑 标准指引").facts)["说明"] == "2026-11-23登记"


def test_a_training_that_was_missed_breaks_the_year(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        for unit, state in ((county.home, DutyState.DONE), (county.other_home, DutyState.MISSED)):
            row = Duty(
                unit_id=unit.id or 0,
                code="training",
                slot="2026-H1",
                state=state,
                opens_at=SUMMER,
                due_at=SUMMER,
                cutoff_at=SUMMER,
            )
            kept(session, row)

    assert line(chat, "培训不断档").endswith("1/2（50.0%）｜期限2026-12-31，还有38天｜还差：马楼乡敬老院")


def test_officers_see_their_own_and_nobody_else_sees_them(chat: Chat) -> None:
    assert chat.say("ma", "里程碑").title.startswith("张良镇民政所里程碑：")
    assert "马楼乡" not in words(chat.say("ma", "里程碑"))
    assert chat.say("ma", "马楼乡里程碑").title == "没有查到单位“马楼乡”"
    assert chat.say("li", "里程碑").title == "里程碑由民政所、股室和局里查看"
    assert chat.say("leader", "里程碑 登月").title == "没有叫“登月”的里程碑"


def test_long_lists_say_how_many_more_there_are() -> None:
    goal = Goal("G-3b", "一院一员", "安全员", date(2024, 12, 31), 30, [f"第{n}院" for n in range(30)])

    assert texts.one_goal("全县", goal, date(2026, 11, 23), is_drawn=False).lines[-1] == "……还有10家（处）"
    assert texts.overview("全县", [goal], date(2026, 11, 23)).lines[0].endswith("第2院……还有27家（处）")


@pytest.mark.parametrize(
    ("first", "days"),
    [
        (date(2026, 11, 2), []),
        (date(2026, 10, 31), [date(2026, 10, 31), date(2026, 11, 23)]),
        (date(2026, 9, 1), [date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 23)]),
    ],
)
def test_a_burn_down_is_told_by_the_ends_of_months(first: date, days: list[date]) -> None:
    assert month_ends(first, date(2026, 11, 23)) == days
