"""Tell how long hazards took 「早发现、早处置」 (T8-3): 整改时效, 本月整改时效, 张良镇敬老院10月整改时效."""

import re
from datetime import date, timedelta

from handlers import hazard_times
from handlers.asked_unit import asked_scope
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.texts import hazard_times as texts
from handlers.understand.months import MONTH, named_month
from storage.figures import Period

_SAID = re.compile(
    r"(?:查看?|看看?)?(?P<whose>[^，。:；？]{0,24}?)(?:的|\s)*(?:隐患)?(?:整改|处置)(?:的)?(?:时效|用时)(?:情况|统计)?[。？]?"
)
_YEAR, _WEEK = re.compile(r"今年|本年度?|全年"), re.compile(r"本周|这周|这个?星期")


def _read(heard: Heard) -> Wish | None:
    match = None if heard.form is not None else _SAID.fullmatch(heard.text.strip())
    if match is None:
        return None
    whose, when = match["whose"], ""
    for pattern in (_YEAR, _WEEK, MONTH):
        if found := pattern.search(whose):
            when, whose = found[0], f"{whose[: found.start()]}{whose[found.end() :]}"
            break
    whose = whose.strip(" 的")
    if re.search(r"\d", whose):
        return None
    return {"whose": whose, "when": when}


def _answer(wish: Wish, asking: Asking) -> Reply:
    name, ids = asked_scope(str(wish["whose"]), asking)
    when = str(wish["when"])
    return hazard_times.times(name, ids, _period(when, asking.today), when or texts.ALL_TIME, asking)


def _period(when: str, today: date) -> Period | None:
    if not when:
        return None
    if _YEAR.fullmatch(when):
        return Period(today.replace(month=1, day=1), today)
    if _WEEK.fullmatch(when):
        return Period(today - timedelta(days=today.weekday()), today)
    first = named_month(when, today)
    if first is None:
        return None
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


INTENT = Intent(
    "hazard_times",
    "整改时效",
    ("整改时效", "本月整改时效", "张良镇敬老院10月整改时效"),
    _read,
    _answer,
)
