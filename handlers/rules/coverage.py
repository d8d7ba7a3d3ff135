"""Who is still missing from a training that must cover everybody, by name; pure."""

from collections.abc import Collection, Mapping, Sequence


def needed(register: int, expected: int | None) -> int:
    """Return how many must come: all of the register, or as many as were expected where that is more."""
    return max(register, expected or 0)


def missing(
    register: Mapping[str, str], came: Collection[str], absent: Mapping[str, str]
) -> Sequence[tuple[str, str]]:
    """Return (key, name) of who has not come: of the `register` in its order, then of who was said to be `absent`.

    All by key; `came` are those who came to any session of the period.
    """
    wanted = {**register, **{key: name for key, name in absent.items() if key not in register}}
    return [(key, name) for key, name in wanted.items() if key not in came]
