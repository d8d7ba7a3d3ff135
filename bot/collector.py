"""Let the garbage collector look seldom, and never again at what was read once at the start."""

import gc

_NEW_OBJECTS = 20_000
"""Looked at every so many, where Python's own default is 700: a message makes thousands that die with it."""


def relax() -> None:
    """Take what is there now, the lexicon and all modules, out of every later collection."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 10, 10)
