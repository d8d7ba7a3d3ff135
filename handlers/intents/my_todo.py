"""Tell people what they and their unit still have to do: 我的待办."""

import re

from handlers import hazard_finding as finding
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.texts import todo as texts
from handlers.texts.duty import how_to
from storage import duties, handovers
from storage.duties import Duty
from storage.hazards import Hazard
from storage.vocabulary import HazardState

_ASKED = re.compile(
    r"(?:查看|看看|看|查)?(?:我|俺|我们|俺们|我院|俺院|咱院|本单位|我单位)?的?(?:待办(?:事项)?|任务清单|待办清单)|(?:我|俺|我们|我院|俺院)的?任务"
    r"|(?:我|俺|我们|我院|俺院)(?:们|这)?还有(?:啥|什么|哪些)(?:事|活|任务)?没?(?:弄|做|办|干|完成|整改|报)?(?:的|完)?"
)


def _read(heard: Heard) -> Wish | None:
    return {} if _ASKED.fullmatch(heard.text.strip("。？！ ")) else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    rows = sorted(finding.open_hazards(asking), key=lambda one: (one.due_on, one.owner_id != asking.person.id))
    own_unit = asking.person.unit_id
    owed = duties.open_of_unit(asking.session, [own_unit], now=asking.now)
    return texts.todo(
        asking.person.name,
        to_rectify=[one for one in rows if _is_to_rectify(one, asking)],
        to_accept=[one for one in rows if _is_to_accept(one, asking)],
        owed=[_owed(one, asking) for one in owed],
        hanging=handovers.without_owner(asking.session, [one.id for one in rows if one.id is not None]),
        today=asking.today,
    )


def _is_to_rectify(hazard: Hazard, asking: Asking) -> bool:
    is_ours = hazard.unit_id == asking.person.unit_id or hazard.owner_id == asking.person.id
    return is_ours and hazard.state is not HazardState.TO_ACCEPT


def _is_to_accept(hazard: Hazard, asking: Asking) -> bool:
    if hazard.state is not HazardState.TO_ACCEPT:
        return False
    return asking.person.id in {one.id for one in finding.acceptors(asking.session, asking.tree, hazard)}


def _owed(duty: Duty, asking: Asking) -> texts.Owed:
    tables = asking.desk.tables
    title = f"{tables.duties.by_code[duty.code].name} {tables.duty_title(duty.code, duty.slot)}"
    return texts.Owed(title, duty.due_at, how_to(duty.code, duty.slot))


INTENT = Intent(
    "my_todo",
    "我的待办",
    ("我的待办", "我还有啥没弄", "我的任务", "待办"),
    _read,
    _answer,
    guesses=("my_todo",),
)
