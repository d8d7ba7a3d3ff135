"""Alive? Behind? What `/healthz`, `/readyz` and `check` tell the operator."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import connection_keeper
from bot.channels.connection_keeper import State
from config.clock import TZ, Clock
from scheduler.jobs import books_audit
from storage import errands, inbox, job_runs, outbox
from storage.database import reading
from storage.leases import Lease
from storage.vocabulary import OutboxState

LATE = timedelta(minutes=5)
"""How long a message may wait, or a wake-up stay away, before somebody should look."""

_LETTERS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Health:
    """What the operator is told; `faults` in plain Chinese, empty where all is well."""

    faults: Sequence[str]
    details: dict[str, Any]


def look(engine: Engine, *, now: datetime, expected_jobs: Sequence[str], expects_connection: bool = False) -> Health:
    """Return how the program is doing. Dead letters are shown, but do not by themselves mean “not ready”."""
    try:
        with reading(engine) as session:
            oldest = inbox.oldest_waiting(session)
            next_due = outbox.next_due(session)
            unfetched = errands.oldest_waiting(session)
            dead_in = inbox.dead_letters(session, limit=_LETTERS_SHOWN)
            troubled = outbox.troubled(session, limit=_LETTERS_SHOWN)
            runs = {run.name: run for run in job_runs.all_runs(session)}
            connection = session.get(Lease, connection_keeper.LEASE) if expects_connection else None
    except SQLAlchemyError as error:
        return Health([f"数据库打不开（{type(error).__name__}）"], {})
    faults = []
    if oldest is not None and now - oldest > LATE:
        faults.append(f"有消息等了 {_minutes(now - oldest)} 分钟还没处理")
    if next_due is not None and now - next_due > LATE:
        faults.append(f"有待发消息晚了 {_minutes(now - next_due)} 分钟还没发出")
    if unfetched is not None and now - unfetched > LATE:
        faults.append(f"有照片、文件等了 {_minutes(now - unfetched)} 分钟还没取到")
    for name in expected_jobs:
        run = runs.get(name)
        if run is None:
            faults.append(f"定时任务 {name} 还没有运行过")
        elif run.error and name == books_audit.NAME:
            faults.append(f"账目核对没有通过：{run.error}")
        elif run.error:
            faults.append(f"定时任务 {name} 上次运行出错：{run.error}")
    if expects_connection:
        faults += connection_faults(connection, now)
    details = {
        "oldest_waiting": _moment(oldest),
        "next_due": _moment(next_due),
        "oldest_unfetched": _moment(unfetched),
        "jobs": {name: _moment(run.ran_at) for name, run in runs.items()},
        "dead_received": [f"{row.id}：{row.error}" for row in dead_in],
        "dead_outgoing": _letters(troubled, OutboxState.DEAD),
        "unknown_outcome": _letters(troubled, OutboxState.UNKNOWN),
    }
    return Health(faults, details)


def connection_faults(lease: Lease | None, now: datetime) -> list[str]:
    """Return what is wrong with the smart bot's connection, whichever process holds it; empty where all is well."""
    if lease is None or lease.held_until is None or lease.held_until + LATE < now:
        return ["没有程序连着智能机器人"]
    said = json.loads(lease.value or "{}")
    for_long = now - datetime.fromisoformat(said["since"]) > LATE if "since" in said else True
    match said.get("state"):
        case State.KICKED:
            return ["智能机器人的连接被另一个程序顶掉了：停掉那个程序（或重新生成 Secret）后重启本程序"]
        case State.REFUSED:
            return [f"智能机器人的 MINAN_BOT_ID 或 MINAN_BOT_SECRET 不对：{said['fault']}"]
        case State.CONNECTING if for_long:
            return [f"智能机器人连不上企业微信：{said['fault'] or '一直没有应答'}"]
        case _:
            return []


def attach(
    app: FastAPI, engine: Engine, clock: Clock, *, expected_jobs: Sequence[str], expects_connection: bool
) -> None:
    """Add `/healthz` (the process answers) and `/readyz` (503 where it is behind)."""

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz() -> JSONResponse:
        health = look(engine, now=clock(), expected_jobs=expected_jobs, expects_connection=expects_connection)
        body = {"status": "behind" if health.faults else "ok", "faults": list(health.faults), **health.details}
        return JSONResponse(body, status_code=503 if health.faults else 200)


def _letters(rows: Sequence[outbox.OutboxMessage], state: OutboxState) -> list[str]:
    return [f"{row.id}：{row.recipient}：{row.error}" for row in rows if row.state is state]


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(TZ).strftime("%Y-%m-%d %H:%M:%S") if at else None
