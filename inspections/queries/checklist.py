"""Which items of a checklist are asked at which household."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from households.models import Household
from inspections.models import Checklist, ChecklistItem, Hazard, Round, Severity


def current_checklist() -> Checklist | None:
    """The newest published version, or None before the first."""
    return Checklist.objects.order_by("-number").first()


def asked_items(items: Iterable[ChecklistItem], *, scope: str, kind: str) -> list[ChecklistItem]:
    """Those of ``items`` that a round's scope asks of a kind of household."""
    return [
        item
        for item in items
        if kind in item.premises
        and (scope == Round.Scope.FULL or item.severity == Severity.CRITICAL)
    ]


def followed_codes(round: Round, household: Household) -> set[str]:
    """Codes of the household's hazards that are open, or that this round has spoken of already.

    The second half keeps an item on the page when its inspector comes back to correct it.
    """
    spoken_of = Q(
        sightings__inspection__assignment__round=round,
        sightings__inspection__assignment__inspected=household,
    )
    still_spoken_of = Q(state=Hazard.State.OPEN) | spoken_of
    hazards = Hazard.objects.filter(still_spoken_of, household=household)
    return set(hazards.values_list("code", flat=True))


def items_for(round: Round, household: Household) -> list[ChecklistItem]:
    """What is asked of one household in one round, in order of the checklist.

    The scope's items for its kind of premises and, whatever the scope, every item with an open
    hazard: the next inspector says whether it was fixed. Two queries.
    """
    items = list(ChecklistItem.objects.filter(checklist=round.checklist_id).order_by("position"))
    asked = {item.code for item in asked_items(items, scope=round.scope, kind=household.kind)}
    asked |= followed_codes(round, household)
    return [item for item in items if item.code in asked]
