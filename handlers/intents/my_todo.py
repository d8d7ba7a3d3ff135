"""Tell people what they and their unit still have to do: 我的待办."""

import re

from handlers import inspection_visit as visits
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.texts import todo as texts
from handlers.texts.duty import how_to
from handlers.texts.duty_buttons import confirming
from handlers.todo import todo_of
from storage import handovers
from storage.duties import Duty

_ASKED = re.compile(
    r"(?:查看|看看|看|查)?(?:我|俺|我们|俺们|我院|俺院|咱院|本单位|我单位)?的?(?:待办(?:事项)?|任务清单|待办清单)|(?:我|俺|我们|我院|俺院)的?任务"
    r"|(?:我|俺|我们|我院|俺院)(?:们|这)?还有(?:啥|什么|哪些)(?:事|活|任务)?没?(?:弄|做|办|干|完成|整改|报)?(?:的|完)?"
)


def _read(heard: Heard) -> Wish | None:
    return {} if _ASKED.fullmatch(heard.text.strip("。？！ ")) else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    todo = todo_of(asking)
    hazards = (*todo.to_rectify, *todo.to_accept, *todo.to_decide)
    return texts.todo(
        asking.person.name,
        to_rectify=todo.to_rectify,
        to_accept=todo.to_accept,
        to_decide=todo.to_decide,
        to_sign=[(one.code, visits.unit_name(one, asking)) for one in todo.to_sign],
        to_carry_out=todo.to_carry_out,
        owed=[_owed(one, asking) for one in todo.owed],
        hanging=handovers.without_owner(asking.session, [one.id for one in hazards if one.id is not None]),
        today=asking.today,
    )


def _owed(duty: Duty, asking: Asking) -> texts.Owed:
    tables = asking.desk.tables
    period = tables.duty_title(duty.code, duty.slot)
    return texts.Owed(
        title=f"{tables.duties.by_code[duty.code].name} {period}",
        due_at=duty.due_at,
        to_type=how_to(duty.code, duty.slot),
        buttons=confirming(duty.code, duty.slot, period),
    )


INTENT = Intent(
    "my_todo",
    "我的待办",
    ("我的待办", "我还有啥没弄", "我的任务", "待办"),
    _read,
    _answer,
    guesses=("my_todo",),
)
