"""Take an exception of a unit back 「撤销例外」, for the periods that have not begun."""

import re

from handlers import card_closing, duty_change
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.texts import duty_change as texts

_SAID = re.compile(r"(?:撤销|取消|结束|恢复)(?:任务)?例外\s*(?P<number>\d{1,9})号?")


def _read(heard: Heard) -> Wish | None:
    found = _SAID.fullmatch(heard.text.strip("。！ ")) if heard.form is None else None
    return {"number": int(found["number"])} if found else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    row = duty_change.end(int(wish["number"]), asking)
    card_closing.close(
        asking.session,
        texts.subject(int(wish["number"])),
        texts.closed_as(asking.person.name),
        now=asking.now,
        click=asking.incoming if asking.click else None,
    )
    unit = asking.tree.by_id[row.unit_id].name
    return texts.ended(duty_change.told(asking.session, row, unit, asking.desk.tables))


INTENT = Intent("duty_change_end", "撤销任务例外", ("撤销例外 3", "取消例外3"), _read, _answer)
