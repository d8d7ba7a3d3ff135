"""Photos, files, places that prove something 「佐证」: how they are kept and joined, config/evidence.toml."""

from dataclasses import dataclass
from datetime import timedelta

from config.reading import Section, flag, span, whole


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
    )
    top.finish()
    return table
