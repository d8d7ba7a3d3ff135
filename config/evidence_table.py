"""Photos, files, places that prove something 「佐证」: how they are kept and joined, config/evidence.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from config.reading import Section, codes, flag, span, whole

UNIT_TYPES = (
    "care_home", "private_care_home", "day_care", "welfare_home", "children_home", "minors_protection",
    "mental_welfare", "rescue_station", "funeral", "other",
)  # fmt: skip
"""The types of institutions, as storage/vocabulary.UnitType writes them."""

FILE_TYPES = ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "amr", "mp4", "zip")
"""What can be told apart by its content; pictures are always taken."""

LONGEST_POINT_NAME = 20
"""Characters: what is printed large on a plate, and read on a phone."""


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """How evidence is kept and joined."""

    joins_within: timedelta
    """A photo belongs to what the same person spoke of in the same chat up to this long before or after."""
    patrol_within: timedelta
    """A place or a scanned point belongs to a patrol that is confirmed up to this long before or after."""
    keeps_position: bool
    """Whether the position that a camera writes into a picture (EXIF) stays in it."""
    longest_side: int
    """Pixels; a larger picture is made smaller."""
    quality: int
    """Of a stored JPG, 1 to 95."""
    image_bytes: int
    """The largest picture that is taken, as it was sent."""
    file_bytes: int
    """The largest file, voice message or video that is taken."""
    file_types: tuple[str, ...]
    """Which of FILE_TYPES are taken."""
    points: Mapping[str, tuple[str, ...]]
    """By unit type: the patrol points 「巡查点」 that a unit begins with unless it names its own."""


def read_evidence(top: Section) -> EvidenceTable:
    """Return the table of the file. Raises TablesWrong."""
    table = EvidenceTable(
        joins_within=top.settled("joins_within", span),
        patrol_within=top.settled("patrol_within", span),
        keeps_position=top.settled("keeps_position", flag),
        longest_side=top.settled("longest_side", whole(320)),
        quality=top.settled("quality", whole(30)),
        image_bytes=top.settled("image_bytes", whole(1)),
        file_bytes=top.settled("file_bytes", whole(1)),
        file_types=top.settled("file_types", codes(FILE_TYPES)),
        points=_read_points(top.section("points")),
    )
    top.finish()
    return table


def _read_points(section: Section) -> Mapping[str, tuple[str, ...]]:
    for name in section.names():
        if name not in UNIT_TYPES:
            raise section.wrong(name, f"单位类型只能用 {'、'.join(UNIT_TYPES)}", name)
    return {name: section.settled(name, point_names) for name in section.names()}


def point_names(found: object) -> tuple[str, ...]:
    """Read a list, not empty and without repeats, of names of patrol points. Raises ValueError, in Chinese."""
    listed = [one if isinstance(one, str) else "" for one in found] if isinstance(found, list) else []
    names = tuple(" ".join(one.split()) for one in listed)
    if not names or not all(one.isprintable() and 0 < len(one) <= LONGEST_POINT_NAME for one in names):
        raise ValueError(f"要写成巡查点名称的列表，每个 1 到 {LONGEST_POINT_NAME} 个字")
    if len(set(names)) < len(names):
        raise ValueError("巡查点名称不能重复")
    return names
