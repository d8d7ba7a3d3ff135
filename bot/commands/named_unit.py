"""The unit that a command line names."""

from bot.commands.command import Failed
from storage.units import Tree, Unit


def named_unit(tree: Tree, name: str) -> Unit:
    """Return the unit with this full name, else the one with this short name. Raises Failed where it is not one."""
    units = tree.by_id.values()
    named = [unit for unit in units if unit.name == name] or [unit for unit in units if name in unit.short_names]
    if len(named) != 1:
        raise Failed(f"没有叫“{name}”的单位" if not named else f"“{name}”有 {len(named)} 个单位，请写全称")
    return named[0]
