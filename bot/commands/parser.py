"""argparse in Chinese: headings, help and the faults of a command line."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

WRONG_USE = 2
"""The exit code of a command line that cannot be read, as everywhere."""

_FAULTS = (
    (re.compile(r"the following arguments are required: (.+)"), r"缺少参数：\1"),
    (re.compile(r"unrecognized arguments: (.+)"), r"多余的参数：\1"),
    (re.compile(r"one of the arguments (.+) is required"), r"这些参数要写其中一个：\1"),
    (re.compile(r"argument (.+?): expected one argument"), r"\1 后面要跟一个值"),
    (re.compile(r"argument (.+?): expected at least one argument"), r"\1 后面至少要跟一个值"),
    (re.compile(r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)"), r"\1 不能是 \2，可以是：\3"),
    (re.compile(r"argument (.+?): not allowed with argument (.+)"), r"\1 不能和 \2 一起用"),
    (re.compile(r"argument (.+?): invalid (?:int|float) value: (.+)"), r"\1 要写数字，不能是 \2"),
    (re.compile(r"ambiguous option: (.+?) could match (.+)"), r"\1 写得不全，可能是：\2"),
    (re.compile(r"argument (.+?): ignored explicit argument (.+)"), r"\1 不需要值：\2"),
    # What our own readers of values say is Chinese already.
    (re.compile(r"argument (.+?): ([^\x00-\x7f].*)", re.DOTALL), r"\1 \2"),
)


class _Help(argparse.HelpFormatter):
    """The usual help with Chinese headings."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose every word to the reader is Chinese."""

    def __init__(self, **options: Any) -> None:
        """Take what argparse takes; `-h` is ours."""
        super().__init__(**{"formatter_class": _Help, "allow_abbrev": False, **options, "add_help": False})
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Say in one sentence what is wrong with the command line, and how to get help; exit 2."""
        print(f"{in_chinese(message)}\n看说明：{self.prog} --help", file=sys.stderr)
        sys.exit(WRONG_USE)


def in_chinese(message: str) -> str:
    """Return argparse's complaint in Chinese."""
    for pattern, chinese in _FAULTS:
        if pattern.fullmatch(message):
            return pattern.sub(chinese, message)
    return "命令行写得不对"
