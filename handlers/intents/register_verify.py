"""Verify a certificate against the paper (T2-2): 核验证书 王铁柱, 撤销核验 王铁柱."""

from handlers import registers
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.register_person import named_person
from handlers.understand.register_words import read_verifying
from storage.vocabulary import RegisterKind


def _read(heard: Heard) -> Wish | None:
    said = None if heard.form is not None else read_verifying(heard.text)
    return None if said is None else {"name": said.name, "is_genuine": said.is_genuine}


def _answer(wish: Wish, asking: Asking) -> Reply:
    person, rest = named_person(wish["name"], asking)
    unit = asking.tree.by_id[person.unit_id]
    registers.check_verifies(unit, asking)
    subject = f"{person.name} {rest}".strip()
    entry = registers.matching(unit, RegisterKind.CERTIFICATE, subject, asking)
    return registers.verify(person, unit, entry, asking, is_genuine=wish["is_genuine"])


INTENT = Intent("register_verify", "核验证书", ("核验证书 王铁柱", "撤销核验 王铁柱"), _read, _answer)
