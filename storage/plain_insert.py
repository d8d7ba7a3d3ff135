"""A plain INSERT of many rows on SQLite: the acknowledgement of a burst of messages waits for it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault

_Convert = Callable[[Any], Any]


def insert_ignoring(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows, all with the same keys, that no unique key refuses; return how many were inserted.

    Scalar column defaults apply. Half the cost of SQLAlchemy's own statement, which prepares every value anew.
    """
    names = tuple(rows[0])
    statement, converts, defaults = _recipe(table, names, connection.dialect)
    values = [[*(row[name] for name in names), *defaults] for row in rows]
    for place, convert in converts:
        for row_values in values:
            row_values[place] = convert(row_values[place])
    return connection.exec_driver_sql(statement, [tuple(row_values) for row_values in values]).rowcount


@lru_cache(maxsize=64)
def _recipe(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[tuple[int, _Convert], ...], tuple[Any, ...]]:
    """Return the statement, (place, conversion) where a value needs one, and the defaults of the other columns."""
    defaults = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in names and isinstance(column.default, ScalarElementColumnDefault)
    }
    all_names = (*names, *defaults)
    quoted, places = ", ".join(f'"{name}"' for name in all_names), ", ".join("?" * len(all_names))
    # The names are those of our own tables.
    statement = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({places}) ON CONFLICT DO NOTHING'  # noqa: S608
    converts = ((place, _convert(table.columns[name], dialect)) for place, name in enumerate(all_names))
    return statement, tuple((place, convert) for place, convert in converts if convert), tuple(defaults.values())


def _convert(column: Column[Any], dialect: Dialect) -> _Convert | None:
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    # The rows of one burst share their moments, and writing a moment down is the dearest of all conversions.
    return lru_cache(maxsize=64)(convert) if convert and column.type.python_type is datetime else convert
