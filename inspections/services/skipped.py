"""Letting a ward or a city rest in a month, such as that of Tết."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from firesafety.months import Month
from households.models import Area, User
from inspections.models import Round, SkippedMonth


class SkipRefused(ValueError):
    """A month cannot be skipped or taken up again; ``str()`` says why and what to do."""


@transaction.atomic
def skip_month(
    area: Area, month: Month, *, note: str = "", by: User | None, at: datetime
) -> SkippedMonth:
    """Let a ward, or all wards of a city, have no round in ``month``. Twice equals once.

    Raises SkipRefused for a month that is over, or of which a round stands: what is open stays.
    """
    _refuse_past(month, on=localdate(at))
    hold_calendars(Area.objects.filter(Q(pk=area.pk) | Q(parent=area), level=Area.Level.WARD))
    rounds = Round.objects.filter(month=month.first_day)
    if (rounds.filter(team__ward=area) | rounds.filter(team__ward__parent=area)).exists():
        raise SkipRefused(
            _("Tháng %(month)s đã chia lượt cho một số tổ nên không nghỉ được nữa.")
            % {"month": f"{month.first_day:%m/%Y}"}
        )
    return SkippedMonth.objects.get_or_create(
        area=area,
        month=month.first_day,
        defaults={"note": note, "set_by": by, "set_at": at},
    )[0]


def hold_calendars(wards: QuerySet[Area]) -> None:
    """Wait for whoever opens or skips a month of these wards, and make others wait for us.

    Rows that only point to a ward are not kept waiting.
    """
    list(wards.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


@transaction.atomic
def take_up_month(area: Area, month: Month, *, on: date) -> bool:
    """Let the area work in ``month`` after all; whether it had been skipped.

    Raises SkipRefused for a month that is over: the rotation has counted without it.
    """
    _refuse_past(month, on=on)
    rows = SkippedMonth.objects.filter(area=area, month=month.first_day)
    return bool(rows.delete()[0])


def _refuse_past(month: Month, *, on: date) -> None:
    if month < Month.of(on):
        raise SkipRefused(
            _("Tháng %(month)s đã qua nên không đổi được nữa.")
            % {"month": f"{month.first_day:%m/%Y}"}
        )
