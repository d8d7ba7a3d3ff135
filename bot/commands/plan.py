"""`plan`: every duty and every reminder of days to come, worked out for the roster in the database."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.commands.command import Command, Failed
from bot.commands.database import open_ready
from bot.commands.named_unit import named_unit
from bot.commands.new_workbook import refuse, write
from bot.commands.values import day
from config.clock import system_clock
from config.settings import Settings
from config.tables import Tables, load_tables
from config.zone import TZ
from handlers.duty_calendar import Owed, appointments
from handlers.duty_list import gather
from handlers.papers.calendar_file import count_of, draw_calendar
from handlers.texts.duty_list import in_full
from scheduler.forecast import Forecast, PlannedDuty, PlannedReminder, forecast
from scheduler.rules.duty_cadence import Unannounced
from scheduler.rules.duty_reminder import is_list, kind_of
from storage import people, units
from storage.database import reading
from storage.messages import Recipient

_LONGEST = timedelta(days=400)
_A_YEAR = timedelta(days=365)
_SHOWN = 6
_WEEKDAYS = "一二三四五六日"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", metavar="日期", type=day, help="从哪天起，例如 2026-12-01")
    parser.add_argument("--to", dest="last", metavar="日期", type=day, help="到哪天止（含这一天）")
    parser.add_argument("--unit", metavar="单位", help="只看这个单位和它的下级；不写日期就是它的清单")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="按 JSON 输出，供别的程序用")
    shape.add_argument(
        "--ics", metavar="文件", type=Path, help="写成日历文件（例如 任务.ics）；不写日期就是从今天起一年"
    )
    parser.add_argument("--force", action="store_true", help="日历文件已经有了也覆盖")


def _run(given: Namespace, settings: Settings) -> int:
    now = system_clock()
    if given.ics is not None:
        given.first = given.first or now.astimezone(TZ).date()
        given.last = given.last or given.first + _A_YEAR
        refuse(given.ics, force=given.force, suffix=".ics")
    if given.unit and given.first is None and given.last is None:
        return _tell_list(given, settings, now)
    if given.first is None or given.last is None:
        raise Failed(
            "要写 --from 和 --to，例如 --from 2026-12-01 --to 2026-12-31；写日历文件用 --ics，看一个单位的清单用 "
            "--unit"
        )
    if given.last < given.first:
        raise Failed("--to 不能早于 --from")
    if given.last - given.first > _LONGEST:
        raise Failed(f"一次最多看 {_LONGEST.days} 天")
    tables = load_tables(settings.config_dir)
    with reading(open_ready(settings)) as session:
        unit_ids = _chosen(session, given.unit) if given.unit else None
        found = forecast(session, given.first, given.last, tables, unit_ids)
        names = _names(session)
    if given.ics is not None:
        print(_write_calendar(given, found, tables, now))
    elif given.json:
        print(json.dumps(_as_json(given.first, given.last, found, tables, names), ensure_ascii=False, indent=1))
    else:
        print(*_as_text(found, tables, names), sep="\n")
    return 0


def _tell_list(given: Namespace, settings: Settings, now: datetime) -> int:
    tables = load_tables(settings.config_dir)
    with reading(open_ready(settings)) as session:
        found = gather(session, named_unit(units.tree(session), given.unit), tables, now)
    if given.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=_moment))
    else:
        print(*in_full(found), sep="\n")
    return 0


def _write_calendar(given: Namespace, found: Forecast, tables: Tables, now: datetime) -> str:
    owed = [
        Owed(one.unit_id, one.unit, one.occurrence.code, one.occurrence.slot, one.occurrence.due_at)
        for one in found.duties
    ]
    entries = list(appointments(owed, tables))
    write(given.ics, draw_calendar(entries, "安全任务", now=now), force=given.force)
    count = count_of(entries)
    span = f"{given.first}至{given.last}"
    return f"日历已写到 {given.ics}：{span}，任务 {len(entries)} 项，每天要做的合成一项后共 {count} 项"


def _chosen(session: Session, name: str) -> set[int]:
    tree = units.tree(session)
    unit = named_unit(tree, name)
    assert unit.id is not None
    return tree.below(unit.id)


def _names(session: Session) -> Mapping[str, str]:
    """Return how people call every possible recipient."""
    groups = {str(Recipient.group(group.id or 0)): group.name for group in units.groups(session)}
    return groups | {str(Recipient.person(one.userid)): one.name for one in people.everybody(session)}


def _as_json(first: date, last: date, found: Forecast, tables: Tables, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "version": tables.version("duties"),
        "duties": [_duty(one, tables) for one in found.duties],
        "reminders": [_reminder(one, tables, names) for one in found.reminders],
    }


def _duty(planned: PlannedDuty, tables: Tables) -> dict[str, Any]:
    one = planned.occurrence
    return {
        "unit": planned.unit,
        "code": one.code,
        "name": tables.duties.by_code[one.code].name,
        "slot": one.slot,
        "title": tables.duty_title(one.code, one.slot),
        "opens_at": _moment(one.opens_at),
        "due_at": _moment(one.due_at),
        "cutoff_at": _moment(one.cutoff_at),
        "is_provisional": one.unannounced is not None,
    }


def _reminder(planned: PlannedReminder, tables: Tables, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "at": _moment(planned.at),
        "kind": "missing_list" if is_list(planned.step) else "reminder",
        "code": planned.code,
        "slot": planned.slot,
        "step": kind_of(planned.step),
        "title": tables.duty_title(planned.code, planned.slot),
        "asked_at": planned.asked_at,
        "to": [names.get(str(one), str(one)) for one in planned.recipients],
        "units": list(planned.units),
    }


def _moment(at: datetime) -> str:
    return at.astimezone(TZ).isoformat(timespec="minutes")


def _as_text(found: Forecast, tables: Tables, names: Mapping[str, str]) -> Iterator[str]:
    yield f"任务 {len(found.duties)} 项（每个单位、每个时段算一项）："
    for (due_at, code, slot), same in groupby(
        found.duties, key=lambda one: (one.occurrence.due_at, one.occurrence.code, one.occurrence.slot)
    ):
        duties = list(same)
        yield (
            f"  {_short(due_at)} 前 {_title(code, slot, tables)}：{_listed([one.unit for one in duties])}"
            + _caution(duties[0].occurrence.unannounced)
        )
    yield f"提醒 {len(found.reminders)} 条（到时全部办完的不发，只列还没办的）："
    for (at, code, slot, step), cards in groupby(
        found.reminders, key=lambda one: (one.at, one.code, one.slot, one.step)
    ):
        told = [f"{_recipients(card, names)}（{len(card.units)} 家）" for card in cards]
        kind = "未办名单" if is_list(step) else f"第 {kind_of(step)} 次提醒"
        yield f"  {_short(at)} {_title(code, slot, tables)} {kind} → {_listed(told)}"


def _title(code: str, slot: str, tables: Tables) -> str:
    return f"{tables.duties.by_code[code].name} {tables.duty_title(code, slot)}"


def _recipients(card: PlannedReminder, names: Mapping[str, str]) -> str:
    return "、".join(names.get(str(one), str(one)) for one in card.recipients) or "没有人能收到"


def _caution(unannounced: Unannounced | None) -> str:
    if unannounced is None:
        return ""
    what = f"{unannounced.year}年{unannounced.festival or '放假安排'}"
    return f"（{what}还没有公布，日期是暂算的）"


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(names[:_SHOWN])
    return f"{shown} 等 {len(names)} 个" if len(names) > _SHOWN else shown


def _short(at: datetime) -> str:
    here = at.astimezone(TZ)
    return f"{here:%Y-%m-%d}（周{_WEEKDAYS[here.weekday()]}）{here:%H:%M}"


COMMAND = Command("plan", "看今后哪些天有哪些任务、什么时候提醒谁（只计算，不写入）", _add_arguments, _run)
