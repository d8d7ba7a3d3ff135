"""`reconcile`: show the account of hazards of a month and whether it is frozen; changes nothing."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from datetime import date

from bot.commands.command import Command, Failed
from bot.commands.database import open_ready
from bot.commands.named_unit import named_unit
from config.clock import TZ, system_clock
from config.settings import Settings
from handlers import reconciling
from handlers.rules.hazard_account import month_before, month_of
from handlers.texts import reconciliation as texts
from handlers.texts.reconciliation import Told
from handlers.texts.status import COUNTY
from storage import units
from storage.database import reading


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ArgumentTypeError(f"要写成 2026-10 这样的月份，不能是 {text!r}") from None


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--month", metavar="月份", type=_month, help="哪个月，例如 2026-10；不写就是上个月")
    parser.add_argument("--unit", metavar="单位", help="只看这个单位和它的下级；写全称或简称")


def _run(given: Namespace, settings: Settings) -> int:
    now = system_clock()
    this = month_of(now.astimezone(TZ).date())
    month = given.month or month_before(this)
    if month > this:
        raise Failed(f"{texts.called(month)}还没有到")
    with reading(open_ready(settings)) as session:
        tree = units.tree(session)
        unit = named_unit(tree, given.unit) if given.unit else None
        ids = tree.below(unit.id) if unit is not None and unit.id is not None else None
        whose = unit.name if unit else COUNTY
        told = reconciling.gather(session, month, ids, whose=whose, now=now)
    print(*_lines(told), sep="\n")
    return 1 if told.wrong else 0


def _lines(told: Told) -> Iterator[str]:
    at = told.frozen_at.astimezone(TZ) if told.frozen_at else None
    yield f"{told.whose}{texts.called(told.month)}对账：{f'已于 {at:%Y-%m-%d %H:%M} 冻结' if at else '还没有冻结'}"
    for line in (*told.units, told.sum):
        yield f"{line.name}：{texts.figures(line.flow)}"
    yield from texts.details(told)
    yield f"对不上：{texts.numbered(told.wrong)}" if told.wrong else "账是平的"


COMMAND = Command(
    "reconcile", "看一个月的隐患对账：期初、新增、销号、期末，对不对得上，冻结没有", _add_arguments, _run
)
