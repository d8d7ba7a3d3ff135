"""How the program is doing, as its rows tell: wake-ups, what waits, dead letters, unknown outcomes."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine

from bot import health
from bot.commands.finding import Finding, hint, wrong
from config.clock import TZ
from scheduler import wakeups
from storage import job_runs
from storage.database import reading

AREA = "运行"
_LETTERS = {
    "dead_received": "收到后处理失败的消息",
    "dead_outgoing": "没有发出去的消息",
    "unknown_outcome": "发没发到说不准的消息",
}


def running_findings(engine: Engine, now: datetime, *, bot_is_on: bool) -> Iterator[Finding]:
    """Yield what waits too long or went wrong, and when the wake-ups last ran."""
    with reading(engine) as session:
        runs = job_runs.all_runs(session)
    found = health.look(
        engine,
        now=now,
        expected_jobs=tuple(wakeups.JOBS) if runs else (),
        expects_connection=bot_is_on and bool(runs),
    )
    yield from (wrong(AREA, fault) for fault in found.faults)
    for key, what in _LETTERS.items():
        if letters := found.details.get(key):
            yield hint(AREA, f"{what}（最近 {len(letters)} 条）：{'；'.join(letters)}")
    if not runs:
        yield hint(AREA, "程序还没有运行过（python -m bot run）")
        return
    last = max(run.ran_at for run in runs)
    if now - last > health.LATE:
        yield hint(AREA, f"最近一次定时任务是 {last.astimezone(TZ):%Y-%m-%d %H:%M}，程序现在可能没有在运行")
