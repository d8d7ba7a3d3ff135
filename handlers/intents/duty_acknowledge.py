"""Answer what one was told about missed duties 「收到 未办任务」: it climbs no further for a while."""

import re

from handlers import duty_ladder
from handlers.intent import Asking, Heard, Intent, Reply, Wish

_SAID = re.compile(
    r"(?:收到|知道了)[，。 ]*(?:了)?(?:未办|没办|漏办)(?:的)?(?:任务|催办)?|(?:未办)?任务(?:催办)?(?:都)?收到(?:了)?"
    r"|收到[，。 ]*任务催办"
)


def _read(heard: Heard) -> Wish | None:
    return {} if heard.form is None and _SAID.fullmatch(heard.text.strip("。！ ")) else None


def _answer(_wish: Wish, asking: Asking) -> Reply:
    return duty_ladder.acknowledge(asking)


INTENT = Intent(
    "duty_acknowledge",
    "应答未办催办",
    ("收到 未办任务", "任务收到"),
    _read,
    _answer,
)
