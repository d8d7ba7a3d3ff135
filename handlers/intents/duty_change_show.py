"""Tell the exceptions of a unit with who decided them and why, also those that ended: 张良镇敬老院例外."""

import re

from handlers import duty_change
from handlers.duty_asking import whose
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.texts import duty_change as texts

_SAID = re.compile(
    r"(?:查看?|看看?)?(?P<unit>[^，。；：！？\s]{0,24}?)的?(?:任务|时间)?例外(?:情况|记录|历史|有哪些)?"
)


def _read(heard: Heard) -> Wish | None:
    found = _SAID.fullmatch(heard.text.strip("。！!？? ")) if heard.form is None else None
    return {"unit": found["unit"]} if found else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = whose(str(wish["unit"]), asking)
    return texts.listed(unit.name, duty_change.history(asking.session, unit, asking.desk.tables))


INTENT = Intent(
    "duty_change_show", "查看任务例外", ("任务例外", "张良镇敬老院例外", "张良镇敬老院时间例外"), _read, _answer
)
