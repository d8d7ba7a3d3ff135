"""`plan`: what will be asked of whom, in words and as JSON."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
from sqlalchemy import Engine

from config.tables import load_tables
from config.zone import TZ
from scheduler.jobs import duty_plan
from storage.database import work
from storage.units import Group
from tests.bot.commands.conftest import Run
from tests.builders import CONFIG, County, a_county, kept


@pytest.fixture
def county(database: Engine) -> County:
    """Give a county whose bureau has a group."""
    county = a_county(database)
    with work(database) as session:
        assert county.bureau.id is not None
        kept(session, Group(name="县局群", unit_id=county.bureau.id, chat_id="chat"))
    return county


def test_a_plan_is_told_in_words(run: Run, county: County) -> None:
    code, out, _ = run("plan", "--from", "2026-11-25", "--to", "2026-11-25", "--unit", "张良院")

    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "任务 10 项（每个单位、每个时段算一项）："
    assert lines[1] == "  2026-11-25（周三）10:10 前 日巡查 11月25日日间：张良镇敬老院"
    assert "  2026-11-25（周三）09:10 日巡查 11月25日日间 第 1 次提醒 → 县局群（1 家）" in lines


def test_a_plan_as_json_has_duties_and_reminders(run: Run, county: County) -> None:
    code, out, _ = run("plan", "--from", "2026-11-25", "--to", "2026-11-25", "--unit", "张良镇敬老院", "--json")

    assert code == 0
    plan = json.loads(out)
    assert (plan["from"], plan["to"]) == ("2026-11-25", "2026-11-25")
    assert plan["duties"][0] == {
        "unit": "张良镇敬老院",
        "code": "patrol",
        "name": "日巡查",
        "slot": "2026-11-25/day",
        "title": "11月25日日间",
        "opens_at": "2026-11-25T05:00+08:00",
        "due_at": "2026-11-25T10:10+08:00",
        "cutoff_at": "2026-11-25T18:10+08:00",
        "is_provisional": False,
    }
    first = next(one for one in plan["reminders"] if one["slot"] == "2026-11-25/day")
    assert (first["at"], first["kind"], first["to"], first["units"]) == (
        "2026-11-25T09:10+08:00", "reminder", ["县局群"], ["张良镇敬老院"],
    )  # fmt: skip


def test_a_year_that_is_not_announced_is_said(run: Run, county: County) -> None:
    _, out, _ = run("plan", "--from", "2027-03-01", "--to", "2027-03-01", "--unit", "张良院")

    assert "节前检查 2027年全国两会：张良镇敬老院（2027年全国两会还没有公布，日期是暂算的）" in out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--from", "2026-12-02", "--to", "2026-12-01"), "--to 不能早于 --from\n"),
        (("--from", "2026-01-01", "--to", "2028-01-01"), "一次最多看 400 天\n"),
        (("--from", "2026-12-01", "--to", "2026-12-01", "--unit", "无名院"), "没有叫“无名院”的单位\n"),
    ],
)
def test_a_plan_that_cannot_be_made_is_told(
    run: Run, county: County, arguments: tuple[str, ...], complaint: str
) -> None:
    assert run("plan", *arguments) == (1, "", complaint)


def test_a_database_without_tables_is_told_and_not_made(run: Run, tmp_path: Path) -> None:
    code, _, err = run("plan", "--from", "2026-12-01", "--to", "2026-12-01")

    assert code == 1
    assert err == "数据表还没有建好或不是最新版，请先运行：python -m bot migrate\n"
    assert not (tmp_path / "commands.db").exists()


def test_a_plan_is_written_as_a_calendar_file(run: Run, county: County, tmp_path: Path) -> None:
    file = tmp_path / "任务.ics"
    code, out, _ = run(
        *("plan", "--ics", file, "--unit", "张良院", "--from", "2026-11-25", "--to", "2027-03-31"),
    )

    assert code == 0
    assert out.startswith(f"日历已写到 {file}：2026-11-25至2027-03-31，任务 ")
    events: list[Any] = list(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT"))
    sessions = next(one for one in events if "2027年全国两会" in one["summary"])
    assert (sessions["status"], sessions["dtstart"].dt) == ("TENTATIVE", date(2027, 2, 28))
    assert "2027年全国两会会期尚未公布" in sessions["description"]
    assert len(events) < 40


def test_a_calendar_file_is_not_written_over(run: Run, county: County, tmp_path: Path) -> None:
    file = tmp_path / "任务.ics"
    file.write_text("mine", encoding="utf-8")

    assert run("plan", "--ics", file) == (1, "", f"{file} 已经有了，没有覆盖；确实要覆盖请加 --force\n")
    assert run("plan", "--ics", tmp_path / "任务.txt") == (1, "", "文件名要以 .ics 结尾\n")
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_plan_needs_its_days(run: Run, county: County) -> None:
    code, _, err = run("plan", "--from", "2026-12-01")

    assert (code, err.startswith("要写 --from 和 --to")) == (1, True)


def test_the_list_of_one_unit_is_told(run: Run, county: County, database: Engine) -> None:
    duty_plan.run(database, datetime(2026, 11, 23, 9, 0, tzinfo=TZ), load_tables(CONFIG))
    code, out, _ = run("plan", "--unit", "张良院")

    assert code == 0
    title, total, *lines = out.splitlines()
    names = {rule.name for rule in load_tables(CONFIG).duties.by_code.values()}
    assert re.fullmatch(r"张良镇敬老院任务清单：\d+项", title)
    assert total.startswith("合计：")
    listed = [line for line in lines if line.startswith(("· ", "✓ "))]
    assert len(listed) == int(re.sub(r"\D", "", title))
    assert all(any(name in line for name in names) for line in listed)


def test_the_list_is_told_as_json(run: Run, county: County) -> None:
    _, out, _ = run("plan", "--unit", "张良院", "--json")

    entries = json.loads(out)["entries"]
    assert {one["mark"] for one in entries} == {"not_yet"}
    assert "日巡查" in {one["name"] for one in entries}
