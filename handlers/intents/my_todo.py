"""Tell people what they and their unit still have to do: 我的待办."""

import re

from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.todo import card_of, todo_of

_ASKED = re.compile(
    r"(?:查看|看看|看|查)?(?:我|俺|我们|俺们|我院|俺院|咱院|本单位|我单位)?的?(?:待办(?:事项)?|任务清单|待办清单)|(?:我|俺|我们|我院|俺院)的?任务"
    r"|(?:我|俺|我们|我院|俺院)(?:们|这)?还有(?:啥|什么|哪些)(?:事|活|任务)?没?(?:弄|做|办|干|完成|整改|报)?(?:的|完)?"
)


def _read(heard: Heard) -> Wish | None:
    return {} if _ASKED.fullmatch(heard.text.strip("。？！ ")) else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    return card_of(todo_of(asking), asking)


INTENT = Intent(
    "my_todo",
    "我的待办",
    ("我的待办", "我还有啥没弄", "我的任务", "待办"),
    _read,
    _answer,
    guesses=("my_todo",),
)
