"""`check`: what is wrong makes it fail, what is only worth knowing does not, and every basis is listed."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session

from config.clock import system_clock
from config.settings import CHANNELS
from scheduler.wakeups import JOBS
from storage import chats, leases, outbox
from storage.database import work
from storage.job_runs import JobRun
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.units import Group, Unit
from storage.vocabulary import OutboxState, Role, UnitType, Urgency
from tests.bot.commands.conftest import Run
from tests.builders import CONFIG, County, a_county, a_person, a_unit, kept

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
Found = tuple[int, list[str], list[str]]


@pytest.fixture
def county(database: Engine) -> County:
    """Give a county of which nothing is wrong: its bureau has a group with a webhook."""
    county = a_county(database)
    with work(database) as session:
        assert county.bureau.id is not None
        kept(session, Group(name="县局群", unit_id=county.bureau.id, webhook_key=KEY))
    return county


@pytest.fixture
def check(run: Run) -> Callable[[], Found]:
    """Return a run of `check`: code, errors, hints."""

    def checked() -> Found:
        code, out, _ = run("check", "--json")
        report = json.loads(out)
        assert report["ok"] is (code == 0)
        return code, [one["text"] for one in report["errors"]], [one["text"] for one in report["hints"]]

    return checked


def test_a_county_that_is_well_passes_with_hints(check: Callable[[], Found], county: County) -> None:
    code, errors, hints = check()

    assert (code, errors) == (0, [])
    assert "机构上面没有民政所（县直机构可以这样）：县社会福利院" in hints
    assert "民政所没有分包股室，要报股室的事直接报局领导：马楼乡民政所" in hints
    assert "乡镇没有群，提醒发到上级的群或发给个人：张良镇民政所、马楼乡民政所" in hints
    assert "程序还没有运行过（python -m bot run）" in hints


def _without_head(session: Session, county: County) -> None:
    a_unit(session, "新院", parent=county.town)


def _without_officers(session: Session, county: County) -> None:
    a_unit(session, "瓦屋镇民政所", type=UnitType.TOWNSHIP, parent=county.bureau, section=county.section)


def _second_bureau(session: Session, county: County) -> None:
    a_unit(session, "民政局", type=UnitType.BUREAU)


def _lost(session: Session, county: County) -> None:
    a_person(session, a_unit(session, "孤院"), Role.HEAD)


def _closed_unit(session: Session, county: County) -> None:
    a_person(session, a_unit(session, "旧院", parent=county.town, is_active=False), userid="old", name="老王")


def _misplaced(session: Session, county: County) -> None:
    a_person(session, county.bureau, Role.TOWNSHIP, userid="ta", name="他所长")


def _unknown_substitute(session: Session, county: County) -> None:
    a_person(session, county.home, userid="ta", name="他", substitute_userid="gone")


def _silent_group(session: Session, county: County) -> None:
    kept(session, Group(name="哑群", unit_id=county.town.id or 0))


def _chat_without_app(session: Session, county: County) -> None:
    kept(session, Group(name="会话群", unit_id=county.town.id or 0, chat_id="wr1"))


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (_without_head, "机构没有负责人，超期的隐患会直接报到上一级：新院"),
        (_without_officers, "民政所没有人（角色“民政所”）：瓦屋镇民政所"),
        (_second_bureau, "民政局要有一个，现在有 2 个：鲁山县民政局、民政局"),
        (_lost, "没有上级（或上级已停用）：孤院"),
        (_closed_unit, "所在单位已停用，发消息会被当成陌生人：老王（old）"),
        (_misplaced, "角色和单位对不上：他所长（ta） 是民政所，却在鲁山县民政局"),
        (_unknown_substitute, "替补账号不在花名册里：他（ta） 的替补 gone"),
        (_silent_group, "webhook 和会话ID 都没有，发不进去：哑群"),
        (_chat_without_app, "只有会话ID，要先启用智能机器人才发得进去：会话群"),
    ],
)
def test_what_is_wrong_with_the_roster_is_named(
    check: Callable[[], Found],
    database: Engine,
    county: County,
    spoil: Callable[[Session, County], None],
    error: str,
) -> None:
    with work(database) as session:
        spoil(session, county)

    assert check()[:2] == (1, [error])


def test_a_county_that_nobody_can_be_reached_in_is_wrong(
    check: Callable[[], Found], database: Engine, county: County
) -> None:
    with work(database) as session:
        session.delete(session.scalars(select(Group)).one())

    assert "智能机器人和自建应用都没有启用，也没有一个群配了 webhook：什么消息都发不出去" in check()[1]


def test_without_a_roster_the_way_to_one_is_told(check: Callable[[], Found], database: Engine) -> None:
    code, errors, _ = check()

    assert code == 1
    assert errors == [
        "还没有导入花名册：python -m bot template roster roster.xlsx，填好后 python -m bot import roster.xlsx"
    ]


def test_without_tables_the_rest_is_still_checked(check: Callable[[], Found]) -> None:
    code, errors, hints = check()

    assert (code, errors) == (1, ["数据表还没有建好或不是最新版，请先运行：python -m bot migrate"])
    assert any(hint.startswith("自建应用没有启用") for hint in hints)


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        (
            "MINAN_WECOM_CORP_ID",
            "ww1",
            "自建应用只配了一半，还缺：MINAN_WECOM_AGENT_ID、MINAN_WECOM_SECRET、MINAN_WECOM_TOKEN、MINAN_WECOM_AES_KEY"
            "（补齐，或者全部去掉）",
        ),
        ("MINAN_BOT_SECRET", "geheim", "智能机器人只配了一半，还缺：MINAN_BOT_ID（补齐，或者全部去掉）"),
        ("MINAN_PUBLIC_URL", "minan.example", "MINAN_PUBLIC_URL 要以 http:// 或 https:// 开头"),
        ("MINAN_CONFIG_DIR", "nowhere", "缺少配置文件 duties.toml"),
        ("MINAN_DATABASE_URL", "nonsense", "MINAN_DATABASE_URL 的格式不对"),
    ],
)
def test_what_is_wrong_with_the_settings_is_named_without_secrets(
    run: Run, monkeypatch: pytest.MonkeyPatch, county: County, name: str, value: str, error: str
) -> None:
    monkeypatch.setenv(name, value)

    code, out, _ = run("check", "--json")

    assert code == 1
    assert error in [one["text"] for one in json.loads(out)["errors"]]
    assert "geheim" not in out


def test_what_is_wrong_with_a_table_is_named_by_file_and_key(
    check: Callable[[], Found], monkeypatch: pytest.MonkeyPatch, county: County, tmp_path: Path
) -> None:
    tables = shutil.copytree(CONFIG, tmp_path / "config", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    duties = (tables / "duties.toml").read_text("utf-8").replace('"daily"', '"hourly"')
    (tables / "duties.toml").write_text(duties, "utf-8")
    monkeypatch.setenv("MINAN_CONFIG_DIR", str(tables))

    code, errors, _ = check()

    assert code == 1
    (error,) = errors
    assert error.startswith("duties.toml 的 patrol.cadence：只能写 daily、weekly、ten_days、monthly、")
    assert error.endswith("现在写的是 'hourly'")


def test_years_that_are_not_announced_are_told(check: Callable[[], Found], county: County) -> None:
    next_year = datetime.now(UTC).year + 1
    hints = check()[2]

    assert any(hint.startswith(f"{next_year} 年全国两会的日期还没有公布") for hint in hints)


def test_dead_letters_and_unknown_outcomes_are_told(
    check: Callable[[], Found], database: Engine, county: County
) -> None:
    with work(database) as session:
        for key, state in (("a", OutboxState.DEAD), ("b", OutboxState.UNKNOWN)):
            outbox.enqueue(session, key, Recipient.person("li"), Card("提醒"), urgency=Urgency.PROMPT, now=NOW)
            row = session.scalars(select(OutboxMessage).where(OutboxMessage.key == key)).one()  # type: ignore[arg-type]
            row.state, row.error = state, "81013 不在可见范围"

    code, _, hints = check()

    assert code == 0
    assert "没有发出去的消息（最近 1 条）：1：person:li：81013 不在可见范围" in hints
    assert "发没发到说不准的消息（最近 1 条）：2：person:li：81013 不在可见范围" in hints


def test_the_last_wakeups_are_told(run: Run, database: Engine, county: County) -> None:
    with work(database) as session:
        for name in JOBS:
            kept(session, JobRun(name=name, ran_at=NOW - timedelta(minutes=1)))

    code, out, _ = run("check")

    assert code == 0
    assert "定时任务 duty_remind 最近一次：2026-11-23T09:59:00+08:00" in out


def test_a_wakeup_that_failed_is_wrong(check: Callable[[], Found], database: Engine, county: County) -> None:
    with work(database) as session:
        for name in JOBS:
            error = "ValueError: x" if name == "hazard_escalate" else ""
            kept(session, JobRun(name=name, ran_at=NOW, error=error))

    assert check()[:2] == (1, ["定时任务 hazard_escalate 上次运行出错：ValueError: x"])


def test_every_value_is_listed_with_its_basis(run: Run, county: County) -> None:
    report = json.loads(run("check", "--json")[1])
    words = run("check")[1]

    drill = next(one for one in report["policy"] if one["key"] == "drill.cadence")
    assert drill == {
        "file": "duties.toml",
        "key": "drill.cadence",
        "value": "quarterly",
        "source": "T12-7 各机构每季度至少组织一次覆盖所有人员的应急疏散逃生演练",
    }
    assert "patrol.slot[1].due" in [one["key"] for one in report["assumed"]]
    assert all(one["source"] for one in report["policy"] + report["platform"])
    assert f"没有规定、暂定的，请局里确认：{len(report['assumed'])} 项" in words
    assert set(report["channels"]) == set(CHANNELS)


def test_a_webhook_is_never_shown(run: Run, county: County) -> None:
    assert KEY not in run("check")[1]
    assert KEY not in run("check", "--json")[1]


def test_units_of_one_name_are_told(check: Callable[[], Found], database: Engine, county: County) -> None:
    with work(database) as session:
        session.get_one(Unit, county.other_home.id).short_names = ["张良院"]

    assert "有几个单位都叫这个名字，说到时会先问是哪一个：张良院" in check()[2]


@pytest.fixture
def bot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn the smart bot on."""
    monkeypatch.setenv("MINAN_BOT_ID", "bot")
    monkeypatch.setenv("MINAN_BOT_SECRET", "secret")


@pytest.mark.usefixtures("bot")
def test_a_group_in_which_nobody_has_called_the_bot_is_named_until_somebody_does(
    check: Callable[[], Found], database: Engine, county: County
) -> None:
    with work(database) as session:
        kept(session, Group(name="会话群", unit_id=county.town.id or 0, chat_id="wr1"))
    before = check()[1]
    with work(database) as session:
        chats.hear(session, "smart_bot", "group:wr1", now=NOW)

    assert before == ["还没有人在群里 @过智能机器人，发不进去：会话群"]
    assert check()[1] == []


@pytest.mark.usefixtures("bot")
def test_whoever_has_never_spoken_to_the_bot_is_named_as_a_hint(
    check: Callable[[], Found], database: Engine, county: County
) -> None:
    with work(database) as session:
        for one in county.person_by_userid:
            if one != "zhang":
                chats.hear(session, "smart_bot", f"private:{one}", now=NOW)

    code, _, hints = check()
    assert code == 0
    assert [
        hint
        for hint in hints
        if "还没有和智能机器人说过话" in hint and "张小花（zhang）" in hint and "、" not in hint
    ]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"state": "kicked"}, "智能机器人的连接被另一个程序顶掉了"),
        ({"state": "refused", "fault": "错误码 40058"}, "MINAN_BOT_SECRET 不对：错误码 40058"),
        ({"state": "connecting", "fault": ""}, "智能机器人连不上企业微信：一直没有应答"),
    ],
)
def test_what_hinders_the_long_connection_is_an_error_whoever_holds_it(
    check: Callable[[], Found], database: Engine, county: County, state: dict[str, str], said: str
) -> None:
    now = system_clock()
    with work(database) as session:
        session.add(JobRun(name="duty_plan", ran_at=now))
        leases.take(session, "connection:smart_bot", holder="another", now=now, until=now + timedelta(seconds=20))
        value = json.dumps({**state, "since": (now - timedelta(hours=1)).isoformat()})
        leases.note(session, "connection:smart_bot", holder="another", value=value)

    assert [error for error in check()[1] if said in error]


@pytest.mark.usefixtures("bot")
def test_a_connection_that_nobody_holds_is_an_error_once_the_program_has_run(
    check: Callable[[], Found], database: Engine, county: County
) -> None:
    before = check()[1]
    with work(database) as session:
        session.add(JobRun(name="duty_plan", ran_at=system_clock()))

    assert before == []
    assert "没有程序连着智能机器人" in check()[1]
