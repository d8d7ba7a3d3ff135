"""`understand`: what is heard in a message, for one text or for lines of JSON."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from bot.commands.command import Command
from bot.commands.jsonl import answer_lines
from bot.commands.values import moment
from config.clock import system_clock
from config.lexicon import read_lexicon
from config.settings import Settings
from config.tables import load_tables
from handlers.texts.understanding import explained
from handlers.understand.read import predict, read
from storage.messages import Card


def _add_arguments(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("text", metavar="文字", nargs="?", help="要理解的一句话")
    what.add_argument("--jsonl", action="store_true", help="从标准输入读，一行一个 {id, text, ref}，一行输出一个结果")
    parser.add_argument("--at", metavar="时间", type=moment, help="这句话是什么时候说的，默认现在")
    parser.add_argument(
        "--explain", action="store_true", help="逐条说明凭哪些词、哪条规则（只看一句话时本来就是这样）"
    )
    parser.add_argument("--json", action="store_true", help="按 JSON 输出，供别的程序用")


def _run(given: Namespace, settings: Settings) -> int:
    lexicon, calendar = read_lexicon(settings.config_dir / "lexicon"), load_tables(settings.config_dir).calendar
    if given.jsonl:
        return answer_lines(lambda row: predict(row, lexicon, calendar))
    at = given.at or system_clock()
    if given.json:
        row = {"id": "", "text": given.text, "ref": at.isoformat()}
        print(json.dumps(predict(row, lexicon, calendar), ensure_ascii=False, indent=1))
    else:
        print(*_lines(explained(read(given.text, at, lexicon, calendar))), sep="\n")
    return 0


def _lines(card: Card) -> Iterator[str]:
    yield from (f"{label}：{value}" for label, value in card.facts)
    yield from card.lines


COMMAND = Command("understand", "看一句话被理解成什么", _add_arguments, _run)
