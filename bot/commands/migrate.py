"""`migrate`: make the tables or bring them to the newest version."""

from argparse import ArgumentParser, Namespace

from bot.commands.command import Command
from bot.commands.database import open_database
from config.settings import Settings
from storage import schema


def _add_arguments(_: ArgumentParser) -> None:
    """Nothing to choose."""


def _run(_: Namespace, settings: Settings) -> int:
    engine = open_database(settings)
    before = schema.version(engine)
    schema.migrate(engine)
    after = schema.version(engine)
    print(f"数据表已是最新版（{after}）" if before == after else f"数据表已更新：{before or '新建'} → {after}")
    return 0


COMMAND = Command("migrate", "建立数据表，或升级到最新版", _add_arguments, _run)
