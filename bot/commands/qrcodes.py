"""`qrcodes`: make the patrol points of a unit and print their QR codes, or posters that lead to the tips' page."""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from sqlmodel import Session

from bot.commands.command import Command, Failed
from bot.commands.database import open_ready
from bot.commands.files import why
from bot.commands.named_unit import named_unit
from bot.commands.tip_posters import posters
from config.evidence_table import EvidenceTable, point_names
from config.settings import Settings
from config.tables import load_tables
from handlers.papers.font import FontMissing, find_font
from handlers.papers.point_plates import Plate, print_plates
from handlers.random_code import new_code
from storage import points, units
from storage.database import reading, work
from storage.units import Tree, Unit
from storage.vocabulary import Level

_SUFFIX = ".pdf"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("out", metavar="文件", type=Path, help="写到哪个文件，例如 巡查点.pdf")
    parser.add_argument("--unit", metavar="单位", help="哪个单位；写全称或简称")
    parser.add_argument(
        "--all", action="store_true", help="单位下级的全部机构（不写 --unit 就是全县的机构），各印各的"
    )
    parser.add_argument(
        "--points", metavar="名称", nargs="+", help="要有哪些巡查点，例如 大门 厨房 二楼东头；没有的新建，已有的照旧"
    )
    parser.add_argument("--retire", metavar="名称", nargs="+", help="停用哪些巡查点，它们的二维码从此不算数")
    parser.add_argument("--tips", action="store_true", help="不印巡查点，给每个单位印一张举报海报，扫码打开举报网页")
    parser.add_argument("--force", action="store_true", help="文件已经有了也覆盖")


def _run(given: Namespace, settings: Settings) -> int:
    _refuse(given)
    if given.tips:
        return _print_posters(given, settings)
    table = load_tables(settings.config_dir).evidence
    with work(open_ready(settings)) as session:
        chosen = _chosen(units.tree(session), given)
        told = [line for unit in chosen for line in _change(session, unit, given, table)]
        plates_by_unit = [_plates(session, unit) for unit in chosen]
        without = [unit.name for unit, plates in zip(chosen, plates_by_unit, strict=True) if not plates]
        if len(without) == len(chosen) and not given.retire:
            raise Failed(
                f"{'、'.join(without)}还没有巡查点，请用 --points 写明有哪些，例如：--points 大门 厨房 二楼东头"
            )
    printed = [plates for plates in plates_by_unit if plates]
    if printed:
        _write(given, print_plates(printed))
        told.append(f"已写好 {given.out}：{len(printed)} 个单位，{sum(map(len, printed))} 个巡查点；剪开后贴到各处")
    told += [f"{name}没有巡查点，没有印" for name in without]
    print(*told, sep="\n")
    return 0


def _print_posters(given: Namespace, settings: Settings) -> int:
    with reading(open_ready(settings)) as session:
        chosen = _chosen(units.tree(session), given)
    _write(given, posters(chosen, settings))
    print(f"已写好 {given.out}：{len(chosen)} 张举报海报，每个单位一张；贴在老人、家属和职工看得到的地方")
    return 0


def _refuse(given: Namespace) -> None:
    """Raise Failed where nothing can be printed, before anything is changed."""
    if given.out.suffix.lower() != _SUFFIX:
        raise Failed(f"文件名要以 {_SUFFIX} 结尾")
    if given.out.exists() and not given.force:
        raise Failed(_exists(given.out))
    if not given.unit and not given.all:
        raise Failed("请用 --unit 写明单位；要印全县的，写 --all")
    if given.tips and (given.points or given.retire):
        raise Failed("--tips 印的是举报海报，不能和 --points、--retire 一起用")
    if given.all and (given.points or given.retire):
        raise Failed("--points 和 --retire 只能用于一个单位，不能和 --all 一起用")
    try:
        find_font()
    except FontMissing as missing:
        raise Failed(str(missing)) from missing


def _exists(file: Path) -> str:
    return f"{file} 已经有了，没有覆盖；确实要覆盖请加 --force"


def _chosen(tree: Tree, given: Namespace) -> list[Unit]:
    """Return the unit that was named, or the institutions below it, by id."""
    unit = named_unit(tree, given.unit) if given.unit else None
    if not given.all and unit is not None:
        return [unit]
    within = set(tree.by_id) if unit is None else tree.below(_id(unit))
    chosen = [one for one in tree.at(Level.INSTITUTION) if one.id in within]
    if not chosen:
        raise Failed("没有机构，没有可以印的")
    return chosen


def _change(session: Session, unit: Unit, given: Namespace, table: EvidenceTable) -> Iterator[str]:
    """Retire and make what was asked for; yield what was done, in Chinese."""
    if given.retire:
        names = _names(given.retire)
        known = [one.name for one in points.of_unit(session, _id(unit))]
        unknown = [name for name in names if name not in known]
        if unknown:
            raise Failed(f"{unit.name}没有叫“{unknown[0]}”的巡查点；现有：{'、'.join(known) or '无'}")
        points.retire(session, _id(unit), names)
        yield f"{unit.name}停用了：{'、'.join(names)}。请把贴着的旧二维码撕掉"
    if given.points:
        made = _make(session, unit, _names(given.points))
        if made:
            yield f"{unit.name}新建了：{'、'.join(made)}"
    elif not points.ever_made(session, _id(unit)):
        made = _make(session, unit, table.points.get(unit.type, ()))
        if made:
            yield f"{unit.name}按默认清单新建了：{'、'.join(made)}。不合适的用 --retire 停用，缺的用 --points 增加"


def _make(session: Session, unit: Unit, names: Collection[str]) -> list[str]:
    """Make the points that the unit does not have, each with a new code; return their names."""
    made: list[str] = []
    # A code that another point has already is refused by its unique key: then the next one is taken.
    while missing := set(names) - {one.name for one in points.of_unit(session, _id(unit))}:
        made += (name for name in names if name in missing and name not in made)
        points.add(session, _id(unit), [(name, new_code()) for name in names if name in missing])
    return made


def _names(written: Sequence[str]) -> tuple[str, ...]:
    """Return the names, also where they were written in one piece with commas. Raises Failed."""
    try:
        return point_names([name for one in written for name in re.split(r"[、，,]", one) if name.strip()])
    except ValueError as fault:
        raise Failed(str(fault)) from fault


def _plates(session: Session, unit: Unit) -> list[Plate]:
    return [Plate(one.name, unit.name, one.code) for one in points.of_unit(session, _id(unit))]


def _write(given: Namespace, content: bytes) -> None:
    try:
        with given.out.open("wb" if given.force else "xb") as file:
            file.write(content)
    except FileExistsError:
        raise Failed(_exists(given.out)) from None
    except OSError as error:
        raise Failed(f"{given.out} 写不了：{why(error)}") from error


def _id(unit: Unit) -> int:
    assert unit.id is not None
    return unit.id


COMMAND = Command("qrcodes", "建立巡查点，把二维码印成可以剪开张贴的纸（PDF）；也能印举报海报", _add_arguments, _run)
