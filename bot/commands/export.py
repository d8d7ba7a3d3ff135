"""`export`: write the hazard ledger 「台账」 into a workbook."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.commands.command import Command, Failed
from bot.commands.database import open_ready
from bot.commands.named_unit import named_unit
from bot.commands.new_workbook import refuse, write
from bot.commands.values import day
from config.clock import TZ, system_clock
from config.settings import Settings
from config.tables import load_tables
from handlers.papers.ledger_book import MOST_PICTURES, draw_ledger
from storage import evidence, ledger, units
from storage.database import reading
from storage.figures import Period
from storage.ledger import Choice, Entry

_LEDGER = "ledger"
_OPEN, _CLOSED, _ALL = "open", "closed", "all"
_BEGINNING = date(2000, 1, 1)
"""Before any record (handlers/papers/json_row.py)."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", metavar="种类", choices=(_LEDGER,), help="ledger：隐患台账")
    parser.add_argument("out", metavar="文件", type=Path, help="写到哪个文件，例如 台账.xlsx")
    parser.add_argument(
        "--from",
        dest="first",
        metavar="日期",
        type=day,
        help="从哪天起，例如 2026-11-01；不写日期就是没销号的加今年销号的",
    )
    parser.add_argument("--to", dest="last", metavar="日期", type=day, help="到哪天止（含这一天）；不写就到今天")
    parser.add_argument("--unit", metavar="单位", help="只要这个单位和它的下级；写全称或简称")
    parser.add_argument(
        "--state",
        metavar="状态",
        choices=(_OPEN, _CLOSED, _ALL),
        default=_ALL,
        help="open：没销号的；closed：已销号的（日期按销号日算）；all：全部（默认，日期按发现日算）；已作废的不列",
    )
    parser.add_argument("--photos", action="store_true", help="把照片缩小后放进“照片”表")
    parser.add_argument("--force", action="store_true", help="文件已经有了也覆盖")


def _run(given: Namespace, settings: Settings) -> int:
    today = system_clock().astimezone(TZ).date()
    choice = _choice(given, today)
    refuse(given.out, force=given.force)
    with reading(open_ready(settings)) as session:
        entries = ledger.entries(session, choice, _unit_ids(units.tree(session), given.unit))
    content_by_file, missing = _contents(entries, settings.data_dir) if given.photos else ({}, 0)
    names = load_tables(settings.config_dir).campaigns.name_by_code
    book = draw_ledger(entries, today=today, campaign_by_code=names, content_by_file=content_by_file)
    write(given.out, book, force=given.force)
    print(*_told(given, entries, len(content_by_file), missing), sep="\n")
    return 0


def _choice(given: Namespace, today: date) -> Choice:
    """Return which hazards are asked for. Raises Failed."""
    if given.first is None and given.last is None:
        this_year = Period(date(today.year, 1, 1), today)
        return {
            _OPEN: ledger.still_open(),
            _CLOSED: ledger.closed_in(this_year),
            _ALL: ledger.open_or_closed_in(this_year),
        }[given.state]
    period = Period(given.first or _BEGINNING, given.last or today)
    if period.last < period.first:
        raise Failed("--to 不能早于 --from" if given.last else "--from 不能晚于今天")
    choose = {_OPEN: ledger.open_of, _CLOSED: ledger.closed_in, _ALL: ledger.reported_in}[given.state]
    return choose(period)


def _unit_ids(tree: units.Tree, name: str | None) -> set[int] | None:
    if not name:
        return None
    unit = named_unit(tree, name)
    assert unit.id is not None
    return tree.below(unit.id)


def _contents(entries: Sequence[Entry], data_dir: Path) -> tuple[Mapping[str, bytes], int]:
    """Return the pictures by their path below the data folder, and how many are not there. Raises Failed."""
    files = {picture.file for entry in entries for picture in entry.pictures}
    if len(files) > MOST_PICTURES:
        raise Failed(f"照片有 {len(files)} 张，一次最多放 {MOST_PICTURES} 张，请用 --from、--to 或 --unit 缩小范围")
    found = evidence.contents(data_dir, files)
    return found, len(files) - len(found)


def _told(given: Namespace, entries: Sequence[Entry], pictures: int, missing: int) -> Iterator[str]:
    embedded = f"，放进照片 {pictures} 张" if given.photos else ""
    yield f"已写好 {given.out}：{len(entries)} 条隐患{embedded}"
    if missing:
        yield f"有 {missing} 张照片的文件读不到，没有放进去"


COMMAND = Command("export", "把隐患台账写成表格（xlsx）", _add_arguments, _run)
