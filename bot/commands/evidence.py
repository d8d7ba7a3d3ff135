"""`evidence`: write what was said to a unit, and what came of it, into a workbook (S2-6)."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.commands.command import Command, Failed
from bot.commands.database import open_ready
from bot.commands.named_unit import named_unit
from bot.commands.new_workbook import refuse, write
from bot.commands.values import day
from config.clock import TZ, system_clock
from config.settings import Settings
from config.tables import load_tables
from handlers import reminder_record
from handlers.papers.reminder_book import draw_record
from handlers.texts import reminder_record as texts
from storage import units
from storage.database import reading
from storage.figures import Period


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("unit", metavar="单位", help="这个单位和它的下级；写全称或简称")
    parser.add_argument(
        "out", metavar="文件", type=Path, nargs="?", help="写到哪个文件；不写就用“提醒记录_单位_日期.xlsx”"
    )
    parser.add_argument("--from", dest="first", metavar="日期", type=day, help="从哪天起；不写就从这个月1号起")
    parser.add_argument("--to", dest="last", metavar="日期", type=day, help="到哪天止（含这一天）；不写就到今天")
    parser.add_argument("--force", action="store_true", help="文件已经有了也覆盖")


def _run(given: Namespace, settings: Settings) -> int:
    now = system_clock()
    today = now.astimezone(TZ).date()
    last = min(given.last or today, today)
    period = Period(given.first or last.replace(day=1), last)
    if period.last < period.first:
        raise Failed("--to 不能早于 --from" if given.last else "--from 不能晚于今天")
    tables = load_tables(settings.config_dir)
    with reading(open_ready(settings)) as session:
        tree = units.tree(session)
        unit = named_unit(tree, given.unit)
        assert unit.id is not None
        record = reminder_record.gather(session, tree.below(unit.id), period, tables=tables, now=now)
    told = reminder_record.figures(record, unit.name, period, now)
    out = given.out or Path(texts.file_name(told))
    refuse(out, force=given.force)
    write(out, draw_record(record), force=given.force)
    print(f"已写好 {out}", *(f"{name}：{figure}" for name, figure in texts.follows(told).facts), sep="\n")
    return 0


COMMAND = Command("evidence", "取证：把一个单位的提醒、催办、任务、隐患记录写成表格，只列事实", _add_arguments, _run)
