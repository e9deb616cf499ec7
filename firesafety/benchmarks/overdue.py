"""The officers' pages on a city of a million households, at one year of history and at two."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from inspections.services.checklist import read_items

from .city_rows import CODE, City, prepare, write_city, write_months
from .machine import run_measured

HISTORIES = (12, 24)


def measure_overdue(teams: int, *, on: date) -> dict[str, Any]:
    """Seconds to write such a city, and its pages' milliseconds for each length of history.

    Everything stands in a database of its own, which is dropped afterwards. Raises RuntimeError
    without PostgreSQL, and when the kept figures written do not agree with the records.
    """
    if connection.vendor != "postgresql":
        raise RuntimeError("this needs PostgreSQL: set DATABASE_URL=postgres://…")
    measured: dict[str, Any] = {"teams": teams, "households": 12 * teams}
    with _database(f"firesafety_benchmark_{teams}") as address:
        environment = {"DATABASE_URL": address}
        run_measured(["migrate", "--verbosity", "0"], environment)
        standing = 0
        for months in HISTORIES:
            started = time.perf_counter()
            _write(address, City(teams, months, on), standing=standing)
            written = time.perf_counter() - started
            run_measured(["recount", "--check", "--ward", "W1"], environment)
            used = run_measured(["benchmark", "console", "--city", CODE, "--json"], environment)
            pages = json.loads(used.last_line)
            measured[f"{months} months"] = {
                "written_seconds": round(written),
                "loop_milliseconds": pages["loop_milliseconds"],
                **{name: page for name, page in pages.items() if isinstance(page, dict)},
            }
            standing = months
    return measured


@contextmanager
def _database(name: str) -> Iterator[str]:
    """The address of a new, empty database beside ours; dropped whatever happens."""
    from psycopg import connect, sql

    kept = dict(settings.DATABASES["default"])
    login: dict[str, Any] = {
        "host": kept["HOST"] or None,
        "port": kept["PORT"] or None,
        "user": kept["USER"] or None,
        "password": kept["PASSWORD"] or None,
    }
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with connect(dbname="postgres", autocommit=True, **login) as server:
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            who = f"{kept['USER']}:{kept['PASSWORD']}" if kept["PASSWORD"] else kept["USER"]
            yield f"postgres://{who}@{kept['HOST']}:{kept['PORT'] or 5432}/{name}"
        finally:
            server.execute(drop)


def _write(address: str, city: City, *, standing: int) -> None:
    from psycopg import ClientCursor, connect

    with connect(address, cursor_factory=ClientCursor) as database:
        cursor = database.cursor()
        if standing:
            write_months(cursor, city, standing=standing)
        else:
            prepare(cursor)
            _write_checklist(cursor)
            write_city(cursor, city)
        database.commit()
        # What the server's own housekeeping does within a minute or two.
        database.autocommit = True
        cursor.execute("VACUUM ANALYZE")


def _write_checklist(cursor: Any) -> None:
    cursor.execute(
        "INSERT INTO inspections_checklist (id, number, digest, published_on, note)"
        " VALUES (1, 1, 'benchmark', current_date, '')"
    )
    for position, item in enumerate(read_items(), start=1):
        cursor.execute(
            "INSERT INTO inspections_checklistitem (checklist_id, position, code, category_vi,"
            " category_en, text_vi, text_en, severity, premises)"
            " VALUES (1, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                position,
                item.code,
                item.category_vi,
                item.category_en,
                item.text_vi,
                item.text_en,
                item.severity,
                json.dumps(list(item.premises)),
            ),
        )
