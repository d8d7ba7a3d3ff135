"""What we say where the unit whose duties are asked for is not clear."""

from collections.abc import Sequence

from storage.messages import Card

_SHOWN = 5


def which_unit(names: Sequence[str]) -> Card:
    """Return the request to name the unit in full; `names` are those it may be."""
    return Card("可能是这几家，请写全称再问", lines=tuple(f"· {name}" for name in names[:_SHOWN]))
