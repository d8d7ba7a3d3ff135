"""Print how fast it is, as ratios to bare baselines in the same run: `make bench`."""

import os
import platform
import sys
from pathlib import Path

from tests.bench import receiving, sending

TABLE = Path(__file__).parents[2] / "docs" / "performance.md"
MARK = "<!-- bench -->"


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


def main() -> None:
    """Measure, print, and with `--write` keep the tables in docs/performance.md."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    report = "\n".join([f"Machine: {machine}.", "", *_receiving(), "", *_sending()])
    print(report)
    if "--write" in sys.argv:
        before, _, rest = TABLE.read_text(encoding="utf-8").partition(MARK)
        after = rest.partition(MARK)[2]
        TABLE.write_text(f"{before}{MARK}\n\n{report}\n\n{MARK}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
