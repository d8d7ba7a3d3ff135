"""Take an entry out of a register; it stays as history: 撤销登记 张良镇敬老院 建筑 主楼."""

from handlers import registers
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.understand.register_entry import subject_of
from handlers.understand.register_words import read_ending
from handlers.unit_asking import named_unit, with_unit
from storage.vocabulary import RegisterKind


def _read(heard: Heard) -> Wish | None:
    said = None if heard.form is not None else read_ending(heard.text)
    return None if said is None else {"unit": said.unit, "kind": said.kind.value, "subject": said.subject}


def _answer(wish: Wish, asking: Asking) -> Reply:
    kind = RegisterKind.from_term(wish["kind"])
    assert kind is not None
    unit = named_unit(wish, asking)
    if isinstance(unit, Question):
        return unit
    registers.check_writes(unit, kind, asking)
    entry = registers.matching(unit, kind, subject_of(kind, wish["subject"]), asking)
    return registers.end(unit, entry, asking)


INTENT = Intent(
    "register_end",
    "撤销登记",
    ("撤销登记 张良镇敬老院 建筑 主楼", "撤销登记 张良镇敬老院 证书 王铁柱 消防设施操作员"),
    _read,
    _answer,
    with_unit,
)
