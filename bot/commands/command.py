"""What a command is: one file in this folder each, found by being there."""

import pkgutil
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from bot import commands
from config.settings import Settings


class Failed(Exception):
    """The command could not do its work; the message is one plain Chinese sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command of `python -m bot`."""

    name: str
    help: str
    """What it does, in a line."""
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Settings], int]
    """Do it and return the exit code. Raises Failed, SettingsWrong, TablesWrong, LexiconWrong."""


def discover(wanted: str = "") -> tuple[Command, ...]:
    """Return the commands of this folder, by file name; only the one called `wanted` where there is such a file.

    The file is called as the command, with a `_` behind it where Python keeps the word for itself.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    # Some commands need the whole web server: who asks for another one need not wait for it.
    names = [name for name in names if name.removesuffix("_") == wanted] or names
    modules = (import_module(f"{commands.__name__}.{name}") for name in names)
    return tuple(module.COMMAND for module in modules if hasattr(module, "COMMAND"))
