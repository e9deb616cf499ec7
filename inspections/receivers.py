"""What the month's work answers when the registry asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from households.services.team_undo import asking_for_work
from inspections.queries.team_work import teams_with_rounds_since


@receiver(asking_for_work)
def name_opened_rounds(
    sender: type, *, teams: Sequence[int], since: date, **kwargs: Any
) -> list[str]:
    """Teams whose month was opened since: their sheets are out, so they stay as they are."""
    opened = teams_with_rounds_since(teams, since=since)
    if not opened:
        return []
    return [_("%(count)d tổ đã mở đợt kiểm tra sau đó, phiếu đã chia.") % {"count": len(opened)}]
