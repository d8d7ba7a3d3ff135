"""Show how far the dated goals of the plan are (G-3 … G-5, T13): 里程碑, 张良镇里程碑, 里程碑 一院一员."""

import re

from handlers import enclosures, milestones
from handlers.asked_unit import asked_scope
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.papers import chart
from handlers.papers.font import FontMissing
from handlers.rules.access import OFFICERS
from handlers.rules.milestone import Goal
from handlers.texts import milestone as texts
from storage.messages import Recipient
from storage.vocabulary import Level

_SAID = re.compile(
    r"(?:查看?|看看?)?(?P<whose>[^，。:；？\s\d]{0,20}?)(?:的|\s)*(?:里程碑|燃尽图?)"
    r"(?:完成)?(?:情况|进度|进展|节点)?[\s:：，]*(?P<goal>[\w·、-]{0,14})[。？]?"
)


def _read(heard: Heard) -> Wish | None:
    match = None if heard.form is not None else _SAID.fullmatch(heard.text.strip())
    return None if match is None else {"whose": match["whose"], "goal": match["goal"]}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if asking.person.role not in OFFICERS:
        raise Sorry(texts.only_officers())
    said = str(wish["goal"])
    code = _code(said)
    if said and code is None:
        raise Sorry(texts.unknown(said))
    whose, ids = asked_scope(str(wish["whose"]), asking)
    goals = milestones.gather(ids, asking)
    if code is None:
        return texts.overview(whose, goals, asking.today)
    goal = next(one for one in goals if one.code == code)
    return texts.one_goal(whose, goal, asking.today, is_drawn=_draw(whose, goal, asking))


def _code(said: str) -> str | None:
    plain = said.upper().replace("的", "")
    names = texts.NAME.items()
    return next((code for code, name in names if plain and (plain == code.upper() or plain in name)), None)


def _draw(whose: str, goal: Goal, asking: Asking) -> bool:
    """Send the burn-down beside the words; return whether there is one."""
    if not goal.burn_down:
        return False
    title, legend, rows = texts.picture(whose, goal)
    try:
        content = chart.bars(title, (legend,), rows)
    except FontMissing:
        return False
    to = None if asking.incoming.is_private else Recipient.person(asking.person.userid)
    enclosures.send_paper(asking, content, texts.file_name(whose, goal, asking.today), to=to)
    return True


INTENT = Intent(
    "milestone_show",
    "里程碑",
    ("里程碑", "张良镇里程碑", "里程碑 一院一员"),
    _read,
    _answer,
    levels=(Level.TOWNSHIP, Level.SECTION, Level.BUREAU),
)
