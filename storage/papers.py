"""Documents that we made 「文书」: workbooks, notices, records; kept as they were sent, and sent from here."""

import hashlib
from datetime import datetime

from sqlalchemy import LargeBinary, select
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new

FOLDER = "papers"
"""Below the data folder: files named by their content, written when they are sent; the row is the truth."""


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
    if not file.startswith(f"{FOLDER}/"):
        return None
    return session.scalar(select(col(Paper.content)).where(col(Paper.sha256) == file.rpartition("/")[2]))
