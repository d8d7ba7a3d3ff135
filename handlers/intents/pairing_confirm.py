"""Note that the table of who leads whom out was checked (T12-6): 结对表已核对 失能15 失智3; numbers, no names."""

from config.zone import TZ
from handlers import registers
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.registers import Subject
from handlers.texts import pairing as texts
from handlers.understand.days import find_times
from handlers.understand.pairing import day_in, numbers_in, read_paired
from handlers.understand.register_entry import Said
from handlers.unit_asking import named_unit, with_unit
from storage import registers as rows
from storage.vocabulary import RegisterKind


def _read(heard: Heard) -> Wish | None:
    found = None if heard.form is not None else read_paired(heard.text)
    return None if found is None else {"unit": found.unit, "rest": found.rest}


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = named_unit(wish, asking)
    if isinstance(unit, Question):
        return unit
    registers.check_writes(unit, RegisterKind.RESIDENTS, asking)
    before = rows.find(asking.session, unit.id or 0, RegisterKind.RESIDENTS, "")
    if before is None:
        raise Sorry(texts.no_count(unit.name))
    here, desk, rest = asking.now.astimezone(TZ), asking.desk, str(wish["rest"])
    day = day_in(
        rest, lambda said: find_times(said, here, desk.calendar, desk.lexicon.festivals, is_past=True), asking.today
    )
    facts = {**before.facts, **numbers_in(rest), "paired_on": day.isoformat()}
    if sum(facts.get(key, 0) for key in ("able", "half", "disabled")) > facts["total"]:
        raise Sorry(texts.too_many(facts["total"]))
    registers.enter(Subject(unit), RegisterKind.RESIDENTS, Said("", before.done_on, before.due_on, facts), asking)
    return texts.paired(unit.name, day, facts.get("disabled"), facts.get("dementia"))


INTENT = Intent(
    "pairing_confirm",
    "失能失智老人疏散结对表核对",
    ("结对表已核对 失能15 失智3", "张良镇敬老院疏散结对表核对 11月20日"),
    _read,
    _answer,
    with_unit,
)
