"""Days as the database has to be asked for them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Func, IntegerField
from django.utils.timezone import make_aware


def end_of(day: date) -> datetime:
    """The first moment after a day, here: what was received before it was known on that day."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


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
