"""What an officer saw at a home, kept beside the peer's sheet that it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from firesafety.vietnamese import nfc
from households.models import User
from inspections.models import Inspection, Recheck, SpotCheck
from inspections.planning.answers import Answer, pack_answers


class SpotCheckRefused(ValueError):
    """Why it is not stored, as a sentence for the officer."""


def record_spot_check(
    inspection: Inspection,
    answers: Mapping[str, Answer],
    *,
    codes: Sequence[str],
    remark: str,
    done_on: date,
    client_id: UUID,
    officer: User,
    on: date,
    at: datetime,
) -> SpotCheck:
    """Store one visit of an officer; sending it twice stores it once.

    ``codes``: all items of the checklist that the sheet was answered on, in order. Raises
    SpotCheckRefused for a day to come or before the peer's visit, or with no item looked at.
    """
    if done_on > on:
        raise SpotCheckRefused(_("Ngày này chưa tới; xin ghi hôm nay hoặc ngày đã qua."))
    if done_on < inspection.done_on:
        raise SpotCheckRefused(
            _("Ngày đến xem phải từ ngày hàng xóm kiểm tra (%(day)s) trở đi.")
            % {"day": f"{inspection.done_on:%d/%m/%Y}"}
        )
    if not answers:
        raise SpotCheckRefused(_("Xin ghi ít nhất một mục đã xem."))
    try:
        with transaction.atomic():
            return SpotCheck.objects.get_or_create(
                client_id=client_id,
                defaults={
                    "household": inspection.assignment.inspected,
                    "inspection": inspection,
                    "checklist": inspection.assignment.round.checklist,
                    "answers": pack_answers(codes, answers),
                    "remark": nfc(remark.strip())[:500],
                    "done_on": done_on,
                    "by_chance": _by_chance(inspection),
                    "officer": officer,
                    "received_at": at,
                },
            )[0]
    except IntegrityError:
        # Two deliveries at the same moment: the other one was first.
        return SpotCheck.objects.get(client_id=client_id)


def _by_chance(inspection: Inspection) -> bool:
    """Whether the home was drawn from all of the month's: only such tell of the ward as a whole."""
    return Recheck.objects.filter(inspection=inspection, kinds=[]).exists()
