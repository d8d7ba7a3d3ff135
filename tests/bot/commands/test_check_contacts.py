"""`check --contacts` names who is missing in the roster or in the contact book; `check` names who left today."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.commands.check_left import departure_findings
from bot.commands.finding import hint
from handlers import departure
from storage.database import reading, work
from storage.people import Person
from tests.bot.commands.conftest import Run
from tests.bot.world import settings_for
from tests.builders import MONDAY_TEN, County, a_county, a_desk, a_hazard
from tests.wecom.contact_book import DISABLED, NOT_ACTIVATED, ContactBook, Department, Member
from tests.wecom.faults import Fault
from tests.wecom.platform import Platform

Found = tuple[list[str], list[str]]


@pytest.fixture
def county(database: Engine) -> County:
    return a_county(database)


@pytest.fixture
def contacts(platform: Platform, county: County) -> ContactBook:
    """Give a contact book that agrees with the roster."""
    members = [Member(one.userid, one.name, (2,)) for one in county.person_by_userid.values()]
    platform.contacts = ContactBook([Department(1, "鲁山县民政局", 0), Department(2, "张良镇敬老院")], members)
    return platform.contacts


def by_name(text: str) -> bool:
    """Return whether it is about who answers for a unit by name."""
    return text.startswith(("没有指定", "主体责任人可以是"))


@pytest.fixture
def check(run: Run, monkeypatch: pytest.MonkeyPatch, platform: Platform) -> Callable[..., Found]:
    """Return a run of `check` with the app switched on: the errors and hints of these areas.

    That nobody of this county answers for a unit by name is not what is looked at here.
    """
    settings = settings_for(platform)
    for name in ("wecom_corp_id", "wecom_agent_id", "wecom_api_url"):
        monkeypatch.setenv(f"MINAN_{name.upper()}", str(getattr(settings, name)))
    for name in ("wecom_secret", "wecom_token", "wecom_aes_key"):
        monkeypatch.setenv(f"MINAN_{name.upper()}", getattr(settings, name).get_secret_value())

    def checked(*arguments: str) -> Found:
        report = json.loads(run("check", "--json", *arguments)[1])
        errors, hints = (
            [one["text"] for one in report[kind] if one["area"] in ("通讯录", "悬空") and not by_name(one["text"])]
            for kind in ("errors", "hints")
        )
        return errors, hints

    return checked


def test_two_books_that_agree_are_said_to_have_been_compared(
    check: Callable[..., Found], contacts: ContactBook
) -> None:
    assert check("--contacts") == ([], ["通讯录里应用看得到 11 人，花名册里在用 11 人"])


def test_without_being_asked_the_contact_book_is_left_alone(
    check: Callable[..., Found], contacts: ContactBook, platform: Platform
) -> None:
    assert check() == ([], [])
    assert platform.calls["department/list"] == 0


def test_who_is_missing_on_either_side_is_named(check: Callable[..., Found], contacts: ContactBook) -> None:
    contacts.members = [one for one in contacts.members if one.userid not in ("wang", "zhang")]
    contacts.members += [Member("XinRen", "新人", (2,)), Member("FormerOne", "老人", (2,), DISABLED)]

    errors, hints = check("--contacts")

    assert errors == [
        "花名册里有、通讯录里没有（或不在应用的可见范围里），收不到消息（2 人）：王铁柱（wang）、张小花（zhang）"
    ]
    assert hints[1:] == ["通讯录里有、花名册里没有，发消息会被当成陌生人（1 人）：新人（XinRen，张良镇敬老院）"]


def test_accounts_are_compared_without_regard_to_case(check: Callable[..., Found], contacts: ContactBook) -> None:
    contacts.members = [Member(one.userid.upper(), one.name) for one in contacts.members]

    assert check("--contacts")[0] == []


def test_who_is_there_and_cannot_be_reached_is_named(check: Callable[..., Found], contacts: ContactBook) -> None:
    status = {"wang": DISABLED, "zhang": NOT_ACTIVATED}
    contacts.members = [Member(one.userid, one.name, (2,), status.get(one.userid, 1)) for one in contacts.members]

    errors, hints = check("--contacts")

    assert errors == ["花名册里在用、通讯录里已停用或已退出（1 人）：王铁柱（wang）"]
    assert hints[1:] == ["还没有激活企业微信，看不到消息（1 人）：张小花（zhang）"]


def test_another_name_under_the_same_account_is_named(check: Callable[..., Found], contacts: ContactBook) -> None:
    other = {"wang": "王铁锤", "zhang": "zhang", "li": ""}
    contacts.members = [Member(one.userid, other.get(one.userid, one.name)) for one in contacts.members]

    assert check("--contacts")[1][1:] == [
        "账号一样、姓名不一样，请核对账号填得对不对（1 人）：王铁柱（wang）在通讯录里叫王铁锤"
    ]


def test_who_left_and_is_back_in_the_contact_book_is_named(
    check: Callable[..., Found], contacts: ContactBook, county: County, database: Engine
) -> None:
    with work(database) as session:
        leave(session, county, "zhang")

    hints = check("--contacts")[1]

    assert "花名册里已停用或已离开、通讯录里还在（1 人）：张小花（zhang）" in hints


def test_a_contact_book_that_cannot_be_read_is_an_error_with_advice(
    check: Callable[..., Found], contacts: ContactBook, platform: Platform
) -> None:
    contacts.is_allowed = False
    (refused,), _ = check("--contacts")
    platform.fail_next("department/list", Fault.ERRCODE(60020))
    (untrusted,), _ = check("--contacts")

    assert refused.startswith("通讯录读不了：企业微信未受理：应用没有读取通讯录的权限，请管理员在管理后台给应用开通")
    assert "企业可信IP" in untrusted


def test_without_the_app_there_is_nothing_to_compare_with(run: Run, county: County) -> None:
    code, out, _ = run("check", "--contacts")

    assert code == 1
    assert "通讯录：没有启用自建应用，读不了通讯录" in out


def leave(session: Session, county: County, userid: str, *, days_ago: int = 0) -> None:
    person = session.get_one(Person, county.person_by_userid[userid].id)
    now = MONDAY_TEN - timedelta(days=days_ago)
    departure.leave(session, person, message="self_built_app:e1", now=now, desk=a_desk())


def test_who_left_today_is_named_with_what_was_theirs(engine: Engine) -> None:
    county = a_county(engine)
    with work(engine) as session:
        for _ in range(2):
            a_hazard(session, county.home, owner=county.person_by_userid["wang"])
        leave(session, county, "zhang", days_ago=1)
        leave(session, county, "wang")

    with reading(engine) as session:
        assert list(departure_findings(session, MONDAY_TEN + timedelta(hours=5))) == [
            hint(
                "悬空",
                "王铁柱（wang，张良镇敬老院）今天 10:00 离开：12号隐患 王铁柱 → 李秀英；13号隐患 王铁柱 → 李秀英",
            )
        ]
        assert list(departure_findings(session, MONDAY_TEN + timedelta(days=1))) == []


def test_a_hazard_that_nobody_took_over_is_an_error(
    check: Callable[..., Found], county: County, database: Engine
) -> None:
    with work(database) as session:
        a_hazard(session, county.home, owner=county.person_by_userid["wang"])
        session.get_one(Person, county.person_by_userid["wang"].id).is_active = False

    assert check()[0] == ["隐患的责任人已不在、没有人接手：12号（王铁柱）"]
