"""Erasing what the month's work holds in words about one household. Figures stay."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from households.models import Household, TeamMove
from inspections.models import Exclusion, Inspection, PrintJob, Sighting, Submission


@transaction.atomic
def erase_words(household: Household) -> dict[str, int]:
    """Blank notes about a household and delete printed files with its name; how many of each.

    Answers, dates and hazards stay: they are the figures. What the household wrote about others
    stays as well: it is their record.
    """
    seen = Inspection.objects.filter(assignment__inspected=household)
    sent = Submission.objects.filter(inspection__assignment__inspected=household)
    pairs = Exclusion.objects.filter(Q(first=household) | Q(second=household))
    sightings = Sighting.objects.filter(hazard__household=household)
    return {
        "inspections": seen.update(notes={}, remark=""),
        "submissions": sent.update(notes={}, remark=""),
        "sightings": sightings.exclude(note="").update(note=""),
        "exclusions": pairs.exclude(note="").update(note=""),
        "printed_files": _delete_prints(household),
    }


def _delete_prints(household: Household) -> int:
    """The finished files of the wards in which the household was in a team; they print again."""
    stays = household.memberships.all()
    moved = TeamMove.objects.filter(team__in=stays.values("team"))
    jobs = PrintJob.objects.filter(
        Q(ward__in=stays.values("team__ward")) | Q(ward__in=moved.values("ward")),
        state=PrintJob.State.DONE,
    )
    names = set(jobs.values_list("file", flat=True)) - {""}
    deleted = jobs.delete()[0]
    names -= set(PrintJob.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names:
        transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]
    return deleted
