"""Have the list of the morning or not: 不要晨报, 要晨报; 晨报 shows it now."""

import re

from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.texts import todo as texts
from handlers.todo import MORNING_READERS, card_of, morning_of
from storage import people
from storage.vocabulary import Level

_NAME = r"(?:每天|每日|早上)?的?(?:晨报|早报|晨间待办|早上的待办)"
_OFF = re.compile(
    rf"(?:我|俺)?(?:以后)?(?:不要|不想要|不想收|不收|不用发|不要发|别发|别再发|关闭|关掉|取消|退订|停发|停止)(?:我)?(?:{_NAME})了?"
)
_ON = re.compile(rf"(?:我|俺)?(?:还是)?(?:要|想要|想收|恢复|开启|打开|订阅|重新发)(?:{_NAME})")
_SHOW = re.compile(rf"(?:看|看看|查看|发)?(?:今天|今日)?(?:{_NAME})")
_WISHES = (("off", _OFF), ("on", _ON), ("show", _SHOW))


def _read(heard: Heard) -> Wish | None:
    text = heard.text.strip("。！ ")
    wanted = next((name for name, pattern in _WISHES if pattern.fullmatch(text)), None)
    return None if wanted is None or heard.form is not None else {"wanted": wanted}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if asking.person.role not in MORNING_READERS:
        raise Sorry(texts.mornings_are_for())
    match wish["wanted"]:
        case "off":
            people.want_mornings(asking.session, asking.person, asking.now)
            return texts.no_more_mornings()
        case "on":
            people.want_mornings(asking.session, asking.person, None)
            return texts.mornings_again(f"{asking.desk.tables.reminders.push.morning.at:%H:%M}")
        case _:
            todo = morning_of(asking)
            return card_of(todo, asking) if todo.count else texts.nothing_this_morning()


INTENT = Intent(
    "morning_list",
    "晨报",
    ("不要晨报", "要晨报", "今天的晨报"),
    _read,
    _answer,
    levels=(Level.TOWNSHIP, Level.INSTITUTION),
)
