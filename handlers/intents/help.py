"""Say how the bot is used, from the intents' own examples: 帮助, 帮助 隐患."""

import re

from handlers.intent import Asking, Heard, Intent, Reply, Wish, first_words
from handlers.texts import help as texts

_ASKED = re.compile(
    r"[#＃]?(?:帮助|使用帮助|使用说明|说明书|菜单|功能|help|怎么用|咋用|格式|表单|模板|\?|？)(?:[\s:]+(?P<topic>.{1,12}))?[。？！]?"
    r"|(?P<before>.{1,10}?)(?:的)?(?:怎么报|咋报|怎么填|咋填|怎么写|的?格式|表单|模板)[。？！]?",
    re.IGNORECASE,
)


def _read(heard: Heard) -> Wish | None:
    match = _ASKED.fullmatch(heard.text.strip())
    return None if match is None else {"topic": (match["topic"] or match["before"] or "").strip()}


def _answer(wish: Wish, asking: Asking) -> Reply:
    of_use = [one for one in asking.known if asking.unit.level in one.levels]
    topics = [texts.Topic(one.name, one.term, one.examples, one.template) for one in of_use]
    found = texts.matching(topics, str(wish.get("topic", ""))) if wish.get("topic") else []
    return texts.about(found) if found else texts.overview(topics, first_words(asking))


INTENT = Intent(
    "help",
    "帮助",
    ("帮助", "怎么用", "帮助 隐患", "格式", "隐患怎么报"),
    _read,
    _answer,
    guesses=("help",),
)
