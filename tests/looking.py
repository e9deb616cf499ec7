"""Looking changes nothing: what a GET asks of the database, and which of it would be a change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

WRITING = re.compile(r"(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
# Who saw whose record is noted by looking, and sessions keep themselves.
KEPT_BY_LOOKING = re.compile(
    r"(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "
    r'"(?:households_recordview|django_session|usersessions_usersession)"'
)


@contextmanager
def changes() -> Iterator[set[str]]:
    """The queries that wrote something, filled in at the end of the block."""
    found: set[str] = set()
    with CaptureQueriesContext(connection) as asked:
        yield found
    queries = (each["sql"] for each in asked.captured_queries)
    found |= {sql for sql in queries if WRITING.match(sql) and not KEPT_BY_LOOKING.match(sql)}
