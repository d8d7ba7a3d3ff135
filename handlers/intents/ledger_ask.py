"""Send the hazard ledger as a workbook: 台账, 张良镇本月台账, 未销号台账, 台账 带照片."""

from handlers import enclosures, ledger_asking
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.texts import ledger as texts
from handlers.understand.ledger_request import is_request
from storage.messages import Recipient


def _read(heard: Heard) -> Wish | None:
    return {"text": heard.text} if heard.form is None and is_request(heard.text) else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    asked = ledger_asking.understand(str(wish["text"]), asking)
    found = ledger_asking.entries(asked, asking)
    content, pictures = ledger_asking.draw(found, asked, asking, enclosures.largest(asking))
    told = ledger_asking.told(found, asked, pictures, asking)
    if not found:
        raise Sorry(texts.empty(told))
    asker = Recipient.person(asking.person.userid)
    enclosures.send_paper(asking, content, texts.file_name(told), to=asker)
    # A group has members from elsewhere: the rows go to who asked alone.
    return texts.follows(told) if asking.incoming.is_private else texts.sent_privately(told.whose)


INTENT = Intent(
    "ledger_ask",
    "台账",
    (
        "台账",
        "导出台账",
        "张良镇本月台账",
        "未销号台账",
        "11月1日到11月20日台账",
        "台账 带照片",
    ),
    _read,
    _answer,
    guesses=("ledger_export",),
)
