"""A county with a key for sealing, and what tests of tips ask again and again."""

import re
from dataclasses import replace

from config.sealing import SealedBox
from handlers.desk import Desk
from storage import tips
from storage.database import work
from storage.messages import Card
from storage.tips import Tip
from tests.builders import a_desk
from tests.chat import Chat, words

KEY = "b3ZlcmNvb2tlZC1kdW1wbGluZ3MtYXJlLXNvZ2d5LSE="
OTHER_KEY = "YW5vdGhlci1rZXktb2YtMzItYnl0ZXMtZm9yLXRlc3Q="
TOLD = "匿名举报 张良镇敬老院 厨房燃气软管老化没人管"


def keyed_desk(keys: str = KEY) -> Desk:
    """Return the delivered configuration with these keys."""
    return replace(a_desk(), box=SealedBox(keys))


def receipt_of(card: Card) -> str:
    """Return the receipt that the card names."""
    found = re.search(r"JB[0-9A-Z]{8}", words(card))
    assert found, words(card)
    return found.group()


def tip_of(chat: Chat, receipt: str) -> Tip:
    """Return the stored tip."""
    with work(chat.engine) as session:
        tip = tips.by_receipt(session, receipt)
    assert tip is not None
    return tip


def steps_of(chat: Chat, receipt: str) -> list[str]:
    """Return the steps of the tip's history, those to the tipster left out."""
    with work(chat.engine) as session:
        return [one.step for one in tips.events(session, tip_of(chat, receipt)) if one.step != tips.SAID]
