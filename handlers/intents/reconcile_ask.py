"""Show the account of hazards of a month: 对账, 10月对账, 张良镇敬老院上个月对账."""

import re

from handlers import reconciling
from handlers.asked_unit import asked_ids, asked_unit
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.rules.access import scope
from handlers.texts import reconciliation as texts
from handlers.texts.status import COUNTY
from handlers.understand.months import MONTH, named_month
from storage.vocabulary import Level

_WORD = re.compile(r"对账(?:单|表|情况|结果|销号)?|对下账|对一下账")
_FILLING = re.compile(r"查看|看看|[看查问]一?下|[看查]|请问|给我|月度|隐患|台账|的|\s|[。？！?!]")
_MOST_LEFT = 20
_NOT_OURS = re.compile(r"怎么|如何|咋|什么时候|为什么|[,，;；]|\d+号")


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None or not _WORD.search(heard.text) or _NOT_OURS.search(heard.text):
        return None
    month = MONTH.search(heard.text)
    rest = _FILLING.sub("", _WORD.sub("", MONTH.sub("", heard.text, count=1), count=1))
    if len(rest) > _MOST_LEFT:
        return None
    return {"month": month[0] if month else "", "whose": rest}


def _answer(wish: Wish, asking: Asking) -> Reply:
    whose = str(wish["whose"])
    unit = asked_unit(whose, asking)
    within = asked_ids(unit, asking)
    if (whose and unit is None) or not within:
        raise Sorry(texts.nothing_in_scope(whose or asking.unit.name))
    month = named_month(str(wish["month"]), asking.today) or reconciling.usual_month(asking.session, asking.now)
    if month > asking.today:
        raise Sorry(texts.not_yet(month))
    sees_all = scope(asking.person, asking.tree) >= set(asking.tree.by_id)
    name = unit.name if unit else COUNTY if sees_all else asking.unit.name
    # Who sees the whole county also sees what units no longer active have left.
    ids = None if unit is None and sees_all else within
    return texts.account(reconciling.gather(asking.session, month, ids, whose=name, now=asking.now))


INTENT = Intent(
    "reconcile_ask",
    "对账",
    ("对账", "10月对账", "张良镇敬老院上个月对账", "上月隐患对账表"),
    _read,
    _answer,
    levels=(Level.BUREAU, Level.SECTION, Level.TOWNSHIP),
)
