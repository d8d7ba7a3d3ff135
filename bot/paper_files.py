"""The folder of documents that we made: written from their rows whenever they are needed, so it may be lost."""

from pathlib import Path

from sqlalchemy import Engine

from bot import content_file
from storage import papers
from storage.database import reading


def lay_out(engine: Engine, data_dir: Path, file: str) -> None:
    """Let the document be there that a card sends as `file`; do nothing where that is none of ours.

    Raises OSError where it cannot be written.
    """
    if not papers.is_paper(file) or (data_dir / file).exists():
        return
    with reading(engine) as session:
        content = papers.content_of(session, file)
    if content is not None:
        content_file.write(data_dir / file, content)
