"""What the month's work answers when the registry asks or tells of a change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from households.services.changes import households_changed, teams_changed
from households.services.team_undo import asking_for_work
from inspections.queries.standing import teams_of_households
from inspections.queries.team_work import teams_with_rounds_since
from inspections.services.standing import recount_teams


@receiver(asking_for_work)
def name_opened_rounds(
    sender: type, *, teams: Sequence[int], since: date, **kwargs: Any
) -> list[str]:
    """Teams whose month was opened since: their sheets are out, so they stay as they are."""
    opened = teams_with_rounds_since(teams, since=since)
    if not opened:
        return []
    return [_("%(count)d tổ đã mở đợt kiểm tra sau đó, phiếu đã chia.") % {"count": len(opened)}]


@receiver(teams_changed)
def recount_changed_teams(sender: object, *, teams: Collection[int], **kwargs: Any) -> None:
    """Keep the figures of teams true whose members changed."""
    recount_teams(teams)


@receiver(households_changed)
def recount_changed_households(
    sender: object, *, households: Collection[int], **kwargs: Any
) -> None:
    """Keep the figures of teams true that have a home of another kind or more people now."""
    recount_teams(teams_of_households(households))
