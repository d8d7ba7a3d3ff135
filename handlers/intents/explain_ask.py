"""Say why a message was understood as it was: 怎么理解的, 12号为什么是用电安全; 为什么 where no figure came last."""

import re
from datetime import timedelta

from handlers import hazard_finding as finding
from handlers import question_asking
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.texts import understanding as texts
from handlers.understand.read import read
from handlers.understand.tip_words import is_secret
from storage import inbox
from storage.vocabulary import HazardSource

_JUST_SAID = re.compile(
    r"(?:刚才?|上面|前面|上)?(?:那|这)?(?:一)?(?:句|条|个)?(?:话)?(?:你|机器人)?(?:是)?"
    r"(?:为什么|为啥|咋|怎么)(?:是)?(?:这样|这么|这)?(?:来)?(?:理解|听|认|判|分|归)(?:成|为|类)?(?:这样|这个|这类)?(?:的|哩)?[？。！]?"
)
_WHY = re.compile(r"(?:这|那)?(?:是)?(?:为什么|为啥|咋回事|怎么回事)(?:呢|啊|呀|嘞)?[？。！]?")
_OF_A_HAZARD = re.compile(
    r"#?(?P<number>\d{1,6})号?(?:隐患)?(?:为什么|为啥|咋|怎么)(?:就)?(?:会)?(?:是|算|归|分|定|判)(?P<rest>[^，。？]{0,14})[？。！]?"
    r"|#?(?P<bare>\d{1,6})号(?:隐患)?(?:为什么|为啥)[？。！]?"
)
_NOT_THE_CATEGORY = re.compile(r"超期|退回|没|谁|责任人|期限|完成")
_SHORTLY = timedelta(hours=24)
"""What was said longer ago than this is not explained any more: hardly anybody would mean it."""


def _read(heard: Heard) -> Wish | None:
    text = heard.text.strip()
    if _JUST_SAID.fullmatch(text):
        return {}
    if _WHY.fullmatch(text) and not heard.quote:
        return {"why": text}
    match = _OF_A_HAZARD.fullmatch(text)
    if match is None or _NOT_THE_CATEGORY.search(match["rest"] or ""):
        return None
    return {"number": match["number"] or match["bare"]}


def _answer(wish: Wish, asking: Asking) -> Reply:
    desk = asking.desk
    if why := str(wish.get("why", "")):
        figure = question_asking.follow_up(Heard(why, why), asking)
        if figure is not None:
            return figure
    if number := wish.get("number"):
        hazard = finding.find(asking, str(number))
        if hazard.source is HazardSource.TIP:
            raise Sorry(texts.kept_secret())
        words = hazard.problem if hazard.place in hazard.problem else f"{hazard.place}{hazard.problem}"
        return texts.explained_hazard(hazard, read(words, hazard.reported_at, desk.lexicon, desk.calendar))
    before = inbox.said_before(asking.session, asking.incoming, since=asking.now - _SHORTLY)
    if before is None:
        raise Sorry(texts.nothing_to_explain())
    heard = read(before.body, before.received_at, desk.lexicon, desk.calendar)
    if heard.intent.intent == "anonymous_report" or is_secret(heard.text):
        raise Sorry(texts.kept_secret())
    return texts.explained(heard)


INTENT = Intent(
    "explain_ask",
    "问为什么这样理解",
    ("怎么理解的", "为什么这样理解", "12号为什么是用电安全", "12号隐患为什么"),
    _read,
    _answer,
    is_aside=True,
)
