"""What the month's work answers when the registry asks or tells of a change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models.expressions import BaseExpression
from django.dispatch import receiver
from django.utils.translation import gettext as _

from households.models import Area, Household
from households.queries.household_record import Section, asking_for_records
from households.services.changes import households_changed, teams_changed
from households.services.household_erasure import asking_for_objections, erasing
from households.services.reform import wards_reorganised
from households.services.team_undo import asking_for_work
from households.sign_in import asking_with_account
from inspections.queries.correspondence import correspondence_sections
from inspections.queries.household_record import inspection_sections, visits_under_way
from inspections.queries.message import unread_messages
from inspections.queries.standing import teams_of_households
from inspections.queries.team_work import teams_with_rounds_since
from inspections.services.household_erasure import erase_words
from inspections.services.reform import carry_skipped_months
from inspections.services.standing import recount_teams, recount_ward


@receiver(asking_for_work)
def name_opened_rounds(
    sender: type, *, teams: Sequence[int], since: date, **kwargs: Any
) -> list[str]:
    """Teams whose month was opened since: their sheets are out, so they stay as they are."""
    opened = teams_with_rounds_since(teams, since=since)
    if not opened:
        return []
    return [_("%(count)d tổ đã mở đợt kiểm tra sau đó, phiếu đã chia.") % {"count": len(opened)}]


@receiver(asking_for_records)
def show_inspections(sender: type, *, household: Household, **kwargs: Any) -> list[Section]:
    """Visits, results, hazards, replies, messages and photos, for the household's own copy."""
    return [*inspection_sections(household), *correspondence_sections(household)]


@receiver(asking_for_objections)
def name_visits_under_way(sender: type, *, household: Household, **kwargs: Any) -> list[str]:
    """A visit that may still take place needs the name and the door."""
    visit = visits_under_way(household).first()
    if visit is None:
        return []
    return [
        _(
            "%(team)s còn lượt của hộ này trong đợt tháng %(month)s. Hãy mở trang Sửa lượt của tổ "
            "để bỏ lượt đó, hoặc đợi chốt đợt."
        )
        % {"team": visit.round.team, "month": f"{visit.round.month:%m/%Y}"}
    ]


@receiver(erasing)
def erase_inspections(
    sender: type, *, household: Household, at: datetime, **kwargs: Any
) -> dict[str, int]:
    """Words, photos, messages and printed files; figures stay."""
    return erase_words(household, at=at)


@receiver(wards_reorganised)
def go_on_in_new_wards(
    sender: type,
    *,
    successions: Sequence[tuple[Area, Area]],
    on: date,
    notices: list[str],
    **kwargs: Any,
) -> None:
    """Months of rest and the figures go along; prints and openings stay with the ward of before."""
    notices += carry_skipped_months(successions, on=on)
    for ward in {ward.pk: ward for pair in successions for ward in pair}.values():
        recount_ward(ward)


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


@receiver(asking_with_account)
def count_unread(sender: type, **kwargs: Any) -> dict[str, BaseExpression]:
    """How many messages wait for the reader, for the way to them that stands on every page."""
    return {"unread_messages": unread_messages()}
