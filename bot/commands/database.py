"""The database of a command: opened, and where needed up to date."""

from pathlib import Path

from sqlalchemy import Engine, make_url

from bot.commands.command import Failed
from bot.commands.files import why
from config.settings import Settings
from storage import schema
from storage.database import open_engine

_NOT_READY = "数据表还没有建好或不是最新版，请先运行：python -m bot migrate"
_BACKENDS = ("sqlite", "postgresql")


def open_database(settings: Settings) -> Engine:
    """Return the engine, whatever state the tables are in. Raises Failed, or ArgumentError where it is no address."""
    url = settings.database_url.get_secret_value()
    if make_url(url).drivername.partition("+")[0] not in _BACKENDS:
        raise Failed("MINAN_DATABASE_URL 要以 sqlite:/// 或 postgresql:// 开头")
    try:
        return open_engine(url)
    except OSError as error:
        raise Failed(f"数据库所在的文件夹用不了：{why(error)}") from error


def open_ready(settings: Settings) -> Engine:
    """Return the engine of a database whose tables are up to date. Raises Failed where they are not."""
    url = make_url(settings.database_url.get_secret_value())
    if url.drivername == "sqlite" and url.database and not Path(url.database).exists():
        # To look is not to make: an empty file would be left behind.
        raise Failed(_NOT_READY)
    engine = open_database(settings)
    if schema.version(engine) != schema.newest_version():
        raise Failed(_NOT_READY)
    return engine


def open_for_import(settings: Settings) -> Engine:
    """Return the engine as `open_ready` does; the tables of a new, empty database are made."""
    engine = open_database(settings)
    if schema.version(engine) is None:
        schema.migrate(engine)
    return open_ready(settings)
