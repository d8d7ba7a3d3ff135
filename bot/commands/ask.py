"""`ask`: answer a question about the figures, for the operator, for one person, or many for a program."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.app import CACHE
from bot.commands.command import Command, Failed
from bot.commands.database import open_ready
from bot.commands.jsonl import Row, answer_lines, moment_of
from bot.commands.values import moment
from config.clock import system_clock
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
    desk = load_desk(settings.config_dir, settings.data_dir / CACHE, settings.data_dir)
    now = given.at or system_clock()
    with reading(open_ready(settings)) as session:
        tree = units.tree(session)
        within = _scope(session, tree, given.userid)
        if given.jsonl:
            return answer_lines(lambda row: _line(row, session, tree, desk, within, now))
        answered = _ask(session, tree, desk, within, given.question, now)
    print(json.dumps(_as_json(answered), ensure_ascii=False, indent=1) if given.json else answered.text)
    return 0


def _ask(session: Session, tree: Tree, desk: Desk, within: Collection[int], question: str, now: datetime) -> Answered:
    return ask(session, question, now=now, tree=tree, desk=desk, scope=within)


def _line(
    row: Row, session: Session, tree: Tree, desk: Desk, within: Collection[int], now: datetime
) -> dict[str, Any]:
    at = moment_of(row["ref"]) if row.get("ref") else now
    return {"id": row["id"], **_as_json(_ask(session, tree, desk, within, row["text"], at))}


def _scope(session: Session, tree: Tree, userid: str | None) -> Collection[int]:
    if userid is None:
        return set(tree.by_id)
    person = people.by_userid(session, userid)
    if person is None:
        raise Failed(f"花名册里没有账号 {userid}")
    return scope(person, tree)


def _as_json(answered: Answered) -> dict[str, Any]:
    return {"query": answered.query, "answer": answered.answer, "text": answered.text}


COMMAND = Command("ask", "回答关于数字的提问：还有几条没改、谁没巡查、排名……", _add_arguments, _run)
