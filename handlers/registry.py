"""Every file in intents/ is an intent: found by being there, asked in turn."""

import pkgutil
from collections.abc import Sequence
from importlib import import_module

from handlers import intents
from handlers.intent import Heard, Intent, Wish


def discover() -> tuple[Intent, ...]:
    """Return the intents of the folder, by file name."""
    names = sorted(module.name for module in pkgutil.iter_modules(intents.__path__))
    return tuple(import_module(f"{intents.__name__}.{name}").INTENT for name in names)


def route(heard: Heard, known: Sequence[Intent]) -> list[tuple[Intent, Wish]]:
    """Return every intent that reads the message as its own; more than one means: ask which."""
    readings = ((intent, intent.read(heard)) for intent in known)
    return [(intent, wish) for intent, wish in readings if wish is not None]
