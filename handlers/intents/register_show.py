"""Show all that the registers of one institution hold: 登记册 张良镇敬老院."""

from handlers import registers
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.rules.register_lacks import lacks
from handlers.texts import register_overview as texts
from handlers.understand.register_words import unit_of_register
from handlers.unit_asking import named_unit, with_unit


def _read(heard: Heard) -> Wish | None:
    unit = None if heard.form is not None else unit_of_register(heard.text)
    return None if unit is None else {"unit": unit}


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = named_unit(wish, asking)
    if isinstance(unit, Question):
        return unit
    registers.check_sees(unit, asking)
    held = registers.holdings(asking.session, asking.tree, [unit.id or 0])[0]
    lacking = lacks(held, asking.today, asking.desk.tables.registers)
    return texts.register(unit.name, registers.expiries(held, asking), lacking, asking.today)


INTENT = Intent("register_show", "登记册", ("登记册 张良镇敬老院", "张良镇敬老院的登记册"), _read, _answer, with_unit)
