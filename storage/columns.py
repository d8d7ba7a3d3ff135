"""Column types and constraint names shared by all tables.

Moments need no type of ours: SQLModel's own refuses naive datetimes and gives back aware UTC on both databases.
"""

import hashlib
from typing import Any

from sqlalchemy import JSON, Enum
from sqlmodel import Field, SQLModel

from storage.vocabulary import Word


class Table(SQLModel):
    """The base of all tables."""


# Alembic can only drop or change what has a name.
Table.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


KEY_LENGTH = 250


def unique_key(text: str) -> str:
    """Return the text as a key that fits its column; a digest ends a longer one: others may begin alike."""
    if len(text) <= KEY_LENGTH:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    return f"{text[: KEY_LENGTH - len(digest) - 1]}#{digest}"


def word_type(words: type[Word]) -> Enum:
    """Return a text column that holds the codes of `words`.

    Not a native enum: a new word must not need `ALTER TYPE` on PostgreSQL, which autogenerate does not notice.
    """
    return Enum(words, native_enum=False, length=24, values_callable=lambda all_: [word.value for word in all_])


def word_field(words: type[Word], **options: Any) -> Any:
    """Return a table field that holds one of `words`."""
    return Field(sa_type=word_type(words), **options)


def json_field(**options: Any) -> Any:
    """Return a table field that holds JSON (a list or an object; never mutated in place)."""
    return Field(sa_type=JSON, **options)
