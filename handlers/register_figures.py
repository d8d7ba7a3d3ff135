"""The counts of the registers by township, the same in chat and in `check`."""

from collections.abc import Mapping, Sequence
from datetime import date

from config.register_table import RegisterTable
from handlers import registers
from handlers.asked_scope import asked_scope
from handlers.intent import Asking, Question, Sorry, Wish
from handlers.rules.access import OFFICERS
from handlers.rules.register_lacks import Holdings, figures, lacks
from handlers.texts import register_overview as texts
from handlers.texts.register_overview import Counted
from storage.units import Tree
from storage.vocabulary import RegisterLack


def asked(wish: Wish, asking: Asking) -> tuple[str, Sequence[Holdings]] | Question:
    """Return whose institutions are asked for, by name, and what they hold; or the question which unit is meant.

    Raises Sorry where the asker is no officer, or the unit is not in their charge.
    """
    if asking.person.role not in OFFICERS:
        raise Sorry(texts.only_officers())
    asked = asked_scope(wish, asking)
    if isinstance(asked, Question):
        return asked
    whose, within = asked
    return whose, registers.holdings(asking.session, asking.tree, within)


def counted(found: Sequence[Holdings], tree: Tree, today: date, table: RegisterTable) -> Counted:
    """Return the counts of the whole, and of each township by the name of its office."""
    towns = registers.by_town(found, tree)
    by_town = {texts.town_name(town): figures(ours, today, table) for town, ours in towns.items()}
    return Counted(figures(found, today, table), by_town)


def lacking(
    found: Sequence[Holdings], lack: RegisterLack, tree: Tree, today: date, table: RegisterTable
) -> Mapping[str, Sequence[str]]:
    """Return the names of the institutions that lack this, by township; townships where none does are left out."""
    return {
        texts.town_name(town): names
        for town, ours in registers.by_town(found, tree).items()
        if (names := [one.name for one in ours if any(each.lack is lack for each in lacks(one, today, table))])
    }
