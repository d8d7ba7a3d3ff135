"""Named steps on the road of a message, where the crash tests end the process; nothing happens otherwise."""

from collections.abc import Callable

on_reach: Callable[[str], None] | None = None
"""Set by the crash tests' own launcher only."""


def reached(step: str) -> None:
    """Say that `step` is reached."""
    if on_reach is not None:
        on_reach(step)
