"""The file that a command writes: never over one that is there, unless asked to."""

from pathlib import Path

from bot.commands.command import Failed
from bot.commands.files import why


def refuse(out: Path, *, force: bool, suffix: str = ".xlsx") -> None:
    """Raise Failed where the file may not be written, before any work is done for it."""
    if out.suffix.lower() != suffix:
        raise Failed(f"文件名要以 {suffix} 结尾")
    if out.exists() and not force:
        raise Failed(_exists(out))


def write(out: Path, content: bytes, *, force: bool) -> None:
    """Write the file. Raises Failed."""
    try:
        with out.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError:
        raise Failed(_exists(out)) from None
    except OSError as error:
        raise Failed(f"{out} 写不了：{why(error)}") from error


def _exists(file: Path) -> str:
    return f"{file} 已经有了，没有覆盖；确实要覆盖请加 --force"
