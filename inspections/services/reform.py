"""What of the month's work goes along when wards are renamed, merged or split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from firesafety.months import Month
from households.models import Area
from inspections.models import SkippedMonth


@transaction.atomic
def carry_skipped_months(successions: Sequence[tuple[Area, Area]], *, on: date) -> list[str]:
    """Let each new ward skip the months that its predecessors skipped; what people should know.

    Months past are copied from each of them: a team counts its silent months by its ward's
    calendar. A month to come is copied when all of them rest in it; where they differ the new
    ward does not rest, and a sentence says so.
    """
    olds: dict[Area, set[Area]] = defaultdict(set)
    for old, new in successions:
        olds[new].add(old)
    notices = []
    for new, predecessors in olds.items():
        # A ward that goes on and takes land in keeps its own months.
        own = set(SkippedMonth.objects.filter(area=new).values_list("month", flat=True))
        skipped: dict[date, list[SkippedMonth]] = defaultdict(list)
        for row in SkippedMonth.objects.filter(area__in=predecessors).order_by("pk"):
            skipped[row.month].append(row)
        goes_on = new.valid_from != on
        for month, rows in sorted(skipped.items()):
            if month in own:
                continue
            ahead = month >= Month.of(on).first_day
            if ahead and (goes_on or len(rows) < len(predecessors)):
                words = {"ward": new.name, "month": f"{month:%m/%Y}"}
                notices.append(
                    _(
                        "%(ward)s không nghỉ tháng %(month)s, dù một nơi nhập vào đã định nghỉ. "
                        "Nếu muốn nghỉ, hãy đặt lại ở trang Các đợt kiểm tra."
                    )
                    % words
                )
                continue
            first = rows[0]
            SkippedMonth.objects.create(
                area=new, month=month, note=first.note, set_by=first.set_by, set_at=first.set_at
            )
    return notices
