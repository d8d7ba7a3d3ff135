"""Tell officers who was not checked for long, and what the checks have found: 多久没检查, 检查情况 本月."""

import re
from datetime import date

from handlers import inspection_figures as figures
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.rules import inspection_figures as rules
from handlers.rules.access import OFFICERS
from handlers.texts import inspection_status as texts
from storage.vocabulary import Level

_AGES = re.compile(
    r"(?:哪些|哪几家|各)?(?:机构|单位|院)?(?:有?多久|很久|好久|最久)(?:没有?|未)(?:有)?检查(?:过|了)?|"
    r"(?:哪些|哪几家)(?:机构|单位|院)?(?:还)?(?:没有?|从未|未)检查过?"
)
_PERIOD = "本月|这个月|本季度|本季|今年|全年"
_FIGURES = re.compile(rf"(?P<before>{_PERIOD})?的?(?:现场|督导)?检查情况[\s:，]*(?P<behind>{_PERIOD})?")
_MONTH, _YEAR, _QUARTER = "本月", "今年", "本季度"
_PERIODS = {"本月": _MONTH, "这个月": _MONTH, "今年": _YEAR, "全年": _YEAR}


def _read(heard: Heard) -> Wish | None:
    said = heard.text.strip("。？！ ")
    if _AGES.fullmatch(said):
        return {"wants": "ages"}
    match = _FIGURES.fullmatch(said)
    if match is None:
        return None
    return {"wants": "figures", "period": _PERIODS.get(match["before"] or match["behind"] or "", _QUARTER)}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if asking.person.role not in OFFICERS:
        raise Sorry(texts.officers_only())
    limit = figures.limit(asking)
    found = figures.ages(asking)
    late = rules.overdue(found, limit)
    if wish["wants"] == "ages":
        return texts.not_checked(found, late, limit)
    since = _since(wish["period"], asking.today)
    return texts.figures(figures.figures(wish["period"], since, asking), len(late), limit)


def _since(period: str, today: date) -> date:
    first = {_MONTH: today.month, _YEAR: 1}.get(period, today.month - (today.month - 1) % 3)
    return date(today.year, first, 1)


INTENT = Intent(
    "inspection_status",
    "检查情况、多久没检查",
    ("多久没检查", "检查情况", "检查情况 本月", "哪些机构还没检查过"),
    _read,
    _answer,
    levels=(Level.BUREAU, Level.SECTION, Level.TOWNSHIP),
)
