"""Documents that we made 「文书」: workbooks, notices, records; kept as they were sent, and sent from here."""

import hashlib
import re
from datetime import datetime

from sqlalchemy import LargeBinary, select
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new

FOLDER = "papers"
"""Below the data folder: files named by their content, written when they are sent; the row is the truth."""

_FILE = re.compile(rf"{FOLDER}/([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})")


class Paper(Table, table=True):
    """The content of one document."""

    sha256: str = Field(primary_key=True, max_length=64)
    content: bytes = Field(sa_type=LargeBinary, repr=False)
    made_at: datetime


def keep(session: Session, content: bytes, *, now: datetime) -> str:
    """Keep the document and return the path below the data folder that a card sends it by (`Card.file`)."""
    sha256 = hashlib.sha256(content).hexdigest()
    insert_new(session, Paper, [{"sha256": sha256, "content": content, "made_at": now}])
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def content_of(session: Session, file: str) -> bytes | None:
    """Return the document that `keep` gave this path, None where there is none."""
    found = _FILE.fullmatch(file)
    return session.scalar(select(col(Paper.content)).where(col(Paper.sha256) == found[2])) if found else None


def is_paper(file: str) -> bool:
    """Return whether this is a path as `keep` gives it: one that leads nowhere else."""
    return _FILE.fullmatch(file) is not None
