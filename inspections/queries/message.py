"""What was told to whom, and what of it is settled by now."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, F, Q

from inspections.models import Hazard, Round


def settled_concerns(concerns: Collection[str]) -> set[str]:
    """Those that need no telling any more: every home seen, the hazard not open. Two queries."""
    rounds = {int(key.removeprefix("round:")) for key in concerns if key.startswith("round:")}
    hazards = {int(key.removeprefix("hazard:")) for key in concerns if key.startswith("hazard:")}
    seen = Q(assignments__inspection__obstacle="")
    open_rounds = (
        Round.objects.filter(pk__in=rounds)
        .annotate(
            planned=Count("assignments__inspected", distinct=True),
            done=Count("assignments__inspected", distinct=True, filter=seen),
        )
        .filter(done__lt=F("planned"))
        .values_list("pk", flat=True)
    )
    open_hazards = Hazard.objects.filter(pk__in=hazards, state=Hazard.State.OPEN)
    standing = {f"round:{pk}" for pk in open_rounds}
    standing |= {f"hazard:{pk}" for pk in open_hazards.values_list("pk", flat=True)}
    return set(concerns) - standing
