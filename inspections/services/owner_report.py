"""The household says that it has fixed something. A neighbour still has to see it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from firesafety.vietnamese import clean_text
from inspections.models import Hazard, OwnerReport
from inspections.services.refusals import Refused
from inspections.services.standing import recount_household

NOTE_LENGTH = 300


def report_fixed(hazard: Hazard, *, note: str = "", at: datetime) -> OwnerReport:
    """Keep the household's word on an open hazard, which stays open. The same word twice is one.

    Raises Refused for a hazard that is closed already, or a note that is too long.
    """
    note = clean_text(note)
    if len(note) > NOTE_LENGTH:
        raise Refused(
            _("Ghi chú dài quá %(limit)s chữ cái. Xin viết gọn lại.") % {"limit": NOTE_LENGTH}
        )
    on = localdate(at)
    with transaction.atomic():
        locked = Hazard.objects.select_for_update(of=("self",)).get(pk=hazard.pk)
        told = OwnerReport.objects.filter(hazard=locked, reported_on=on, note=note).first()
        if told is not None:
            return told
        if locked.state != Hazard.State.OPEN:
            raise Refused(_("Chỗ này đã được ghi là xong, không cần báo nữa. Xin cảm ơn."))
        report = OwnerReport.objects.create(
            hazard=locked, reported_on=on, note=note, received_at=at
        )
        recount_household(locked.household_id)
        return report
