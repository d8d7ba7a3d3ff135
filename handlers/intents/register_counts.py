"""The counts of the registers by township: 登记情况, of the safety officers (T2-1, T2-2): 安全员情况, 一院一员."""

from handlers import register_figures
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.texts import register_overview as texts
from handlers.understand.register_words import unit_of_counts, unit_of_officers
from handlers.unit_asking import with_unit
from storage.vocabulary import Level, RegisterLack


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return None
    if (unit := unit_of_officers(heard.text)) is not None:
        return {"unit": unit, "about": "officers"}
    unit = unit_of_counts(heard.text)
    return None if unit is None else {"unit": unit, "about": "all"}


def _answer(wish: Wish, asking: Asking) -> Reply:
    asked = register_figures.asked(wish, asking)
    if isinstance(asked, Question):
        return asked
    whose, found = asked
    table = asking.desk.tables.registers
    figures = register_figures.counted(found, asking.tree, asking.today, table)
    if wish["about"] == "all":
        return texts.counts(whose, figures)
    without, uncertified = (
        register_figures.lacking(found, lack, asking.tree, asking.today, table)
        for lack in (RegisterLack.NO_OFFICER, RegisterLack.NO_CERTIFICATE)
    )
    return texts.officers(whose, figures, without, uncertified)


INTENT = Intent(
    "register_counts",
    "登记情况",
    ("登记情况", "安全员情况", "一院一员", "张良镇民政所登记情况"),
    _read,
    _answer,
    with_unit,
    levels=(Level.TOWNSHIP, Level.SECTION, Level.BUREAU),
)
