"""Counting days inside the database, in the words that each of ours understands."""

from __future__ import annotations

from typing import Any

from django.db.models import Func, IntegerField


class DaysFrom(Func):
    """Whole days from the second date to the first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        later, earlier = self.get_source_expressions()
        copy = self.copy()
        copy.set_source_expressions([Func(each, function="julianday") for each in (later, earlier)])
        return copy.as_sql(compiler, connection, **extra)
