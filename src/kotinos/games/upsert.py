"""Many rows in one statement, prepared once: a message changes few rows, and thousands come a minute.

Django's ``bulk_create`` writes the statement anew for every call, with a place for each value; that alone
costs several times what the database does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db import connections, models, router


def upsert(model: type[models.Model], key: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows, each over the one of the same ``key``; of two of one key the last stands. Without a
    ``key`` they are inserted, and one that is there already is an error.

    A row gives a value, as Django's field would take it, for every column but an automatic id."""
    alias = router.db_for_write(model)
    connection = connections[alias]
    names, moments, statement = _prepared(model, key, alias)
    told = [[row[name] for name in names] for row in rows]
    for at in moments:
        for row in told:
            row[at] = connection.ops.adapt_datetimefield_value(row[at])
    if told:
        with connection.cursor() as cursor:
            cursor.executemany(statement, told)


@cache
def _prepared(
    model: type[models.Model], key: tuple[str, ...], alias: str
) -> tuple[tuple[str, ...], tuple[int, ...], str]:
    """The columns in order, which of them are moments, and the statement."""
    quote = connections[alias].ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = tuple(field.name for field in fields)
    moments = tuple(at for at, field in enumerate(fields) if isinstance(field, models.DateTimeField))
    columns, places = ", ".join(map(quote, names)), ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
    if key:
        told = ", ".join(f"{quote(name)} = EXCLUDED.{quote(name)}" for name in names if name not in key)
        statement += f" ON CONFLICT ({', '.join(map(quote, key))}) DO UPDATE SET {told}"
    return names, moments, statement
