"""`template`: write an empty workbook with examples, to be filled in and imported."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.commands.command import Command, Failed
from bot.commands.files import why
from config.settings import Settings
from handlers.papers.roster_template import template

_SUFFIX = ".xlsx"
_WRITERS = {"roster": template}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", metavar="种类", choices=tuple(_WRITERS), help="roster：花名册（单位、人员、群）")
    parser.add_argument("out", metavar="文件", type=Path, help="写到哪个文件，例如 roster.xlsx")
    parser.add_argument("--force", action="store_true", help="文件已经有了也覆盖")


def _run(given: Namespace, _: Settings) -> int:
    if given.out.suffix.lower() != _SUFFIX:
        raise Failed(f"文件名要以 {_SUFFIX} 结尾")
    content = _WRITERS[given.kind]()
    try:
        with given.out.open("wb" if given.force else "xb") as file:
            file.write(content)
    except FileExistsError:
        raise Failed(f"{given.out} 已经有了，没有覆盖；确实要覆盖请加 --force") from None
    except OSError as error:
        raise Failed(f"{given.out} 写不了：{why(error)}") from error
    print(f"已写好 {given.out}。填好后运行：python -m bot import {given.out}")
    return 0


COMMAND = Command("template", "写一份空白表格（带示例和下拉），填好后导入", _add_arguments, _run)
