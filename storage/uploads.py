"""What the platform calls the files that we uploaded, for as long as it keeps them."""

from datetime import datetime

from sqlalchemy import delete, or_
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new


class Upload(Table, table=True):
    """One uploaded file under a name of ours: that of a letter, or that of the file itself."""

    name: str = Field(primary_key=True, max_length=120)
    media_id: str
    until: datetime
    """When the platform forgets it."""


def known(session: Session, name: str, *, alive_at: datetime) -> Upload | None:
    """Return what is kept under `name`, None where it will be forgotten by then."""
    found = session.get(Upload, name)
    return found if found is not None and found.until > alive_at else None


def keep(session: Session, name: str, media_id: str, *, until: datetime, now: datetime) -> None:
    """Keep the id under `name` in place of an older one; what is dead is removed."""
    session.connection().execute(delete(Upload).where(or_(col(Upload.name) == name, col(Upload.until) <= now)))
    insert_new(session, Upload, [{"name": name, "media_id": media_id, "until": until}])


def forget(session: Session, media_id: str) -> None:
    """Remove an id that the platform does not know."""
    session.connection().execute(delete(Upload).where(col(Upload.media_id) == media_id))
