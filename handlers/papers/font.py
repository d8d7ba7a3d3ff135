"""A Chinese font of this machine, for what is printed or drawn."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from itertools import count
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

HOW_TO_GET_ONE = (
    "没有找到中文字体。请先安装思源黑体或文泉驿"
    "（Debian、Ubuntu：apt-get install fonts-noto-cjk；Fedora、openEuler：dnf install wqy-microhei-fonts）"
)

_REGULAR = (
    "notosanscjk-regular.ttc", "notosanscjksc-regular.otf", "notosanssc-regular.*", "sourcehansans*-regular.*",
    "sourcehansans.ttc", "notosanscjk-vf*.ttc", "wqy-microhei.ttc", "wqy-zenhei.ttc", "droidsansfallback*.ttf",
    "notoserifcjk-regular.ttc", "uming.ttc",
)  # fmt: skip
_BOLD = ("notosanscjk-bold.ttc", "notosanscjksc-bold.otf", "notosanssc-bold.*", "sourcehansans*-bold.*")
"""File names in small letters, the best first; who has no bold one prints in the regular one."""

_SIMPLIFIED = ("SC", "CN")


class FontMissing(Exception):
    """There is no Chinese font; the message names in Chinese what to install."""

    def __init__(self) -> None:
        """Say what to install."""
        super().__init__(HOW_TO_GET_ONE)


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file, and which of its faces draws simplified characters as they are written in China."""

    path: Path
    face: int


def find_font(*, is_bold: bool = False) -> FontFile:
    """Return the best Chinese font of the machine. Raises FontMissing."""
    path_by_name = dict(_font_files())
    for pattern in (*(_BOLD if is_bold else ()), *_REGULAR):
        for name, path in path_by_name.items():
            if fnmatch(name, pattern):
                return FontFile(path, _simplified_face(path))
    raise FontMissing


def load_font(size: int, *, is_bold: bool = False) -> FreeTypeFont:
    """Return the font at `size` pixels. Raises FontMissing."""
    file = find_font(is_bold=is_bold)
    return _load(file.path, file.face, size)


def _font_files() -> Iterator[tuple[str, Path]]:
    """Yield (name in small letters, path) of every file where fonts are kept (XDG Base Directory)."""
    environment: Mapping[str, str] = os.environ
    home = Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    for folder in (home, *map(Path, shared.split(":"))):
        for where, _, names in os.walk(folder / "fonts"):
            yield from ((name.lower(), Path(where) / name) for name in sorted(names))


@lru_cache
def _load(path: Path, face: int, size: int) -> FreeTypeFont:
    return ImageFont.truetype(str(path), size, index=face)


@lru_cache
def _simplified_face(path: Path) -> int:
    for face in count():
        try:
            family = str(ImageFont.truetype(str(path), 10, index=face).getname()[0])
        except OSError:
            return 0
        if set(family.split()) & set(_SIMPLIFIED):
            return face
    raise AssertionError
