"""`check`: what is missing or wrong, and what the policy fixes or nobody has."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, OperationalError

from bot.commands.check_contacts import contact_findings
from bot.commands.check_exceptions import exception_findings
from bot.commands.check_gaps import gap_findings
from bot.commands.check_left import departure_findings
from bot.commands.check_registers import register_findings
from bot.commands.check_roster import roster_findings
from bot.commands.check_running import running_findings
from bot.commands.check_settings import date_findings, settings_findings
from bot.commands.check_templates import template_findings
from bot.commands.check_tips import key_findings, tip_findings
from bot.commands.command import Command, Failed
from bot.commands.database import open_ready
from bot.commands.finding import Finding, wrong
from config.clock import TZ, system_clock
from config.lexicon import LexiconWrong, read_lexicon
from config.reading import Basis, TablesWrong, Value
from config.settings import CHANNELS, SELF_BUILT_APP, SMART_BOT, Settings
from config.tables import Tables, load_tables
from storage import job_runs
from storage.database import reading

_TABLES, _DATABASE = "配置表", "数据库"
_BASES = {
    Basis.POLICY: "文件和公告规定的",
    Basis.PLATFORM: "企业微信平台规定的",
    Basis.ASSUMED: "没有规定、暂定的，请局里确认",
}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="按 JSON 输出，供别的程序用")
    parser.add_argument("--contacts", action="store_true", help="读企业微信通讯录，和花名册比对（要启用自建应用）")


@dataclass(frozen=True, slots=True)
class _Report:
    findings: Sequence[Finding]
    values: Sequence[Value]
    last_runs: dict[str, str]
    is_on_by_channel: dict[str, bool]

    @property
    def is_well(self) -> bool:
        return not any(finding.is_wrong for finding in self.findings)


def _run(given: Namespace, settings: Settings) -> int:
    report = _look(settings, system_clock(), with_contacts=given.contacts)
    if given.json:
        print(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
    else:
        print(*_as_text(report), sep="\n")
    return 0 if report.is_well else 1


def _look(settings: Settings, now: datetime, *, with_contacts: bool) -> _Report:
    findings = [*settings_findings(settings), *key_findings(settings)]
    tables = _tables(settings, findings)
    findings += template_findings(settings.config_dir)
    if tables is not None:
        findings += date_findings(tables, now.astimezone(TZ).date())
    engine = _database(settings, findings)
    last_runs = {}
    if engine is not None:
        with reading(engine) as session:
            findings += roster_findings(
                session, app_is_on=settings.is_on(SELF_BUILT_APP), bot_is_on=settings.is_on(SMART_BOT)
            )
            findings += departure_findings(session, now)
            if tables is not None:
                findings += gap_findings(session, tables, now)
                findings += register_findings(session, tables, now)
                findings += exception_findings(session, tables, now)
            findings += tip_findings(session, settings, now)
            runs = job_runs.all_runs(session)
        findings += running_findings(engine, now, bot_is_on=settings.is_on(SMART_BOT))
        last_runs = {run.name: run.ran_at.astimezone(TZ).isoformat(timespec="seconds") for run in runs}
    if with_contacts and engine is not None and tables is not None:
        findings += contact_findings(settings, tables.limits, engine, system_clock)
    on = {channel: settings.is_on(channel) for channel in CHANNELS}
    return _Report(findings, tables.values if tables else (), last_runs, on)


def _tables(settings: Settings, findings: list[Finding]) -> Tables | None:
    try:
        read_lexicon(settings.config_dir / "lexicon")
    except LexiconWrong as fault:
        findings.append(wrong(_TABLES, str(fault)))
    try:
        return load_tables(settings.config_dir)
    except TablesWrong as fault:
        findings.append(wrong(_TABLES, str(fault)))
        return None


def _database(settings: Settings, findings: list[Finding]) -> Engine | None:
    try:
        return open_ready(settings)
    except Failed as fault:
        findings.append(wrong(_DATABASE, str(fault)))
    except ArgumentError:
        findings.append(wrong(_DATABASE, "MINAN_DATABASE_URL 的格式不对"))
    except OperationalError as fault:
        findings.append(wrong(_DATABASE, f"数据库打不开：{str(fault.orig).splitlines()[0]}"))
    return None


def _as_json(report: _Report) -> dict[str, Any]:
    return {
        "ok": report.is_well,
        "errors": [_finding(one) for one in report.findings if one.is_wrong],
        "hints": [_finding(one) for one in report.findings if not one.is_wrong],
        "channels": report.is_on_by_channel,
        "last_runs": report.last_runs,
        **{basis.name.lower(): [_value(one) for one in report.values if one.basis is basis] for basis in Basis},
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {"area": finding.area, "text": finding.text}


def _value(value: Value) -> dict[str, object]:
    # Dates of TOML are no JSON.
    written = json.loads(json.dumps(value.value, default=str))
    return {"file": value.file, "key": value.key, "value": written, "source": value.source}


def _as_text(report: _Report) -> Iterator[str]:
    for title, is_wrong in (("错误", True), ("提示", False)):
        found = [f"  {one.area}：{one.text}" for one in report.findings if one.is_wrong is is_wrong]
        yield f"{title} {len(found)} 项"
        yield from found
    on = [channel for channel, is_on in report.is_on_by_channel.items() if is_on]
    yield f"已启用的通道：{'、'.join([*on, '群机器人（有 webhook 的群）'])}"
    for name, ran_at in report.last_runs.items():
        yield f"定时任务 {name} 最近一次：{ran_at}"
    for basis, title in _BASES.items():
        values = [value for value in report.values if value.basis is basis]
        yield f"{title}：{len(values)} 项"
        for one in values:
            source = f"——{one.source}" if one.source else ""
            yield f"  {one.file} {one.key} = {json.dumps(one.value, ensure_ascii=False, default=str)}{source}"


COMMAND = Command("check", "检查设置、配置表、花名册、群和运行情况，列出哪些有规定、哪些是暂定", _add_arguments, _run)
