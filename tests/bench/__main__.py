"""Print how fast it is, as ratios to bare baselines in the same run: `make bench`."""

import os
import platform
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench import hearing, planning, receiving, sending, ticking

TABLE = Path(__file__).parents[2] / "docs" / "performance.md"


def _receiving() -> list[str]:
    figures = receiving.run()
    ours, bare, flask = (figures[name] for name in ("stores", "bare", "flask"))
    return [
        "| durable ack of callbacks, 32 connections | a second | p50 ms | p99 ms | ratio of ours | wanted |",
        "|---|---|---|---|---|---|",
        f"| stored, group commit, SQLite `synchronous=FULL` | {ours['per_second']:.0f} | {ours['p50_ms']:.1f} | "
        f"{ours['p99_ms']:.1f} | | p99 < 50 |",
        f"| the same app, storing nothing | {bare['per_second']:.0f} | {bare['p50_ms']:.1f} | {bare['p99_ms']:.1f} | "
        f"{ours['per_second'] / bare['per_second']:.2f} | ≥ 0.8 |",
        f"| threaded Flask, storing nothing | {flask['per_second']:.0f} | {flask['p50_ms']:.1f} | "
        f"{flask['p99_ms']:.1f} | {ours['per_second'] / flask['per_second']:.2f} | ≥ 3 |",
    ]


def _sending() -> list[str]:
    figures = sending.run()
    return [
        "| outbox drain, 2,000 messages to 2,000 people | a second | ratio of ours | wanted |",
        "|---|---|---|---|",
        f"| outbox | {figures['outbox']:.0f} | | |",
        f"| bare httpx2 loop, same bodies | {figures['bare']:.0f} | "
        f"{figures['outbox'] / figures['bare']:.2f} | ≥ 0.8 |",
    ]


def _planning() -> list[str]:
    figures = planning.run()
    return [
        f"| a year of {planning.UNITS:,} institutions, {figures['count']:,.0f} duties | a second | ratio of ours |",
        "|---|---|---|",
        f"| planned: opens, due, cut-off, reminders of each | {figures['planned']:,.0f} | |",
        f"| a bare generator of as many moments | {figures['bare']:,.0f} | "
        f"{figures['planned'] / figures['bare']:.1f} |",
    ]


def _ticking() -> list[str]:
    found = ticking.run()
    lines = [
        f"| one minute's tick, {ticking.HOMES} institutions | {ticking.FEW:,} old duties, ms | "
        f"{ticking.MANY:,} old duties, ms | ratio |",
        "|---|---|---|---|",
    ]
    for database, figures in found.items():
        for name, told in (("quiet", "nothing is due"), ("due", "reminders are due")):
            few, many = figures["few"][name], figures["many"][name]
            lines.append(f"| {database}, {told} | {few:.1f} | {many:.1f} | {many / few:.2f} |")
    return lines


def _hearing() -> list[str]:
    figures = hearing.run()
    return [
        f"| one message understood, {figures['count']:,.0f} messages once each | p50 ms | p99 ms | first, ms | "
        "ratio of p50 | wanted |",
        "|---|---|---|---|---|---|",
        f"| hazards, intent, slots, times | {figures['ours_p50']:.3f} | {figures['ours_p99']:.3f} | "
        f"{figures['start_ours']:.0f} | | |",
        f"| a bare `jieba.lcut` of the same text | {figures['bare_p50']:.3f} | {figures['bare_p99']:.3f} | "
        f"{figures['start_bare']:.0f} | {figures['ours_p50'] / figures['bare_p50']:.1f} | ≤ 3 |",
    ]


PARTS: Mapping[str, tuple[Callable[[], list[str]], ...]] = {
    "traffic": (_receiving, _sending),
    "duties": (_planning, _ticking),
    "understanding": (_hearing,),
}
"""By the name of the part of docs/performance.md."""


def main() -> None:
    """Measure the parts that are named (all without), print, and with `--write` keep them in docs/performance.md."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    for name in [one for one in PARTS if one in sys.argv] or PARTS:
        tables = ["\n".join(part()) for part in PARTS[name]]
        report = "\n\n".join([f"Machine: {machine}.", *tables])
        print(report)
        if "--write" in sys.argv:
            mark = f"<!-- bench {name} -->"
            before, _, rest = TABLE.read_text(encoding="utf-8").partition(mark)
            after = rest.partition(mark)[2]
            TABLE.write_text(f"{before}{mark}\n\n{report}\n\n{mark}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
