"""`ask`: answer a question about the figures, for the operator, for one person, or many for a program."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.app import CACHE
from bot.commands.command import Command, Failed
from bot.commands.database import open_ready
from bot.commands.values import moment
from config.clock import TZ, system_clock
from config.settings import Settings
from handlers.desk import Desk, load_desk
from handlers.questions.answer import Answered, ask
from handlers.rules.access import scope
from storage import people, units
from storage.database import reading
from storage.units import Tree


def _add_arguments(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("question", metavar="问题", nargs="?", help="例如：现在还有多少条隐患没整改")
    what.add_argument(
        "--jsonl", action="store_true", help="从标准输入读问题，一行一个 {id, text, ref}，一行输出一个回答"
    )
    parser.add_argument("--as", dest="userid", metavar="账号", help="按这个人能看的范围回答；不写就是全部")
    parser.add_argument("--at", metavar="时间", type=moment, help="按这个时间回答，例如 2026-11-23T10:00；默认现在")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出，供别的程序用")


def _run(given: Namespace, settings: Settings) -> int:
    desk = load_desk(settings.config_dir, settings.data_dir / CACHE)
    now = given.at or system_clock()
    with reading(open_ready(settings)) as session:
        tree = units.tree(session)
        within = _scope(session, tree, given.userid)
        if given.jsonl:
            for question in _questions():
                answered = _ask(session, tree, desk, within, question["text"], question["ref"] or now)
                print(json.dumps({"id": question["id"], **_as_json(answered)}, ensure_ascii=False))
            return 0
        answered = _ask(session, tree, desk, within, given.question, now)
    print(json.dumps(_as_json(answered), ensure_ascii=False, indent=1) if given.json else answered.text)
    return 0


def _ask(session: Session, tree: Tree, desk: Desk, within: Collection[int], question: str, now: datetime) -> Answered:
    return ask(session, question, now=now, tree=tree, desk=desk, scope=within)


def _scope(session: Session, tree: Tree, userid: str | None) -> Collection[int]:
    if userid is None:
        return set(tree.by_id)
    person = people.by_userid(session, userid)
    if person is None:
        raise Failed(f"花名册里没有账号 {userid}")
    return scope(person, tree)


def _questions() -> Iterator[Mapping[str, Any]]:
    """Yield the questions of the standard input: id, text, and ref, the moment at which it is asked, or None."""
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            yield _question(number, line)


def _question(number: int, line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
        ref = datetime.fromisoformat(row["ref"]) if row.get("ref") else None
        return {
            "id": row.get("id"),
            "text": str(row["text"]),
            "ref": ref.replace(tzinfo=TZ) if ref and ref.tzinfo is None else ref,
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Failed(f'第 {number} 行要写成 {{"id": …, "text": "问题", "ref": "2026-11-23T10:00"}}') from None


def _as_json(answered: Answered) -> dict[str, Any]:
    return {"query": answered.query, "answer": answered.answer, "text": answered.text}


COMMAND = Command("ask", "回答关于数字的提问：还有几条没改、谁没巡查、排名……", _add_arguments, _run)
