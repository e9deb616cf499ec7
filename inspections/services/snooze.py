"""Putting one concern off for a while, with the reason for those above to read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from firesafety.vietnamese import nfc
from households.models import Team, User
from inspections.models import Snooze
from inspections.planning.ladder import Rung
from inspections.rules import ladder_params


def snooze(
    team: Team,
    concern: str,
    *,
    rung: Rung,
    until: date,
    reason: str,
    by: User,
    on: date,
    at: datetime,
) -> Snooze:
    """Do not tell ``rung`` of ``concern`` before ``until``. Asking twice is asking once.

    Raises ValidationError for a day that has passed or lies too far, and for no reason given.
    """
    longest = on + timedelta(days=ladder_params().snooze_days)
    if not on < until <= longest:
        raise ValidationError(
            {
                "until": _("Xin chọn một ngày sau hôm nay và không muộn hơn %(day)s.")
                % {"day": f"{longest:%d/%m/%Y}"}
            }
        )
    written = nfc(reason.strip())
    if not written:
        raise ValidationError({"reason": _("Xin ghi lý do để cấp trên hiểu vì sao tạm hoãn.")})
    row, _created = Snooze.objects.get_or_create(
        concern=concern,
        rung=rung,
        until=until,
        defaults={"team": team, "reason": written[:200], "by": by, "at": at},
    )
    return row
