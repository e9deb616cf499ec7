"""Erasing what the month's work holds in words about one household. Figures stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from households.models import Household
from households.queries.household_record import wards_of
from inspections.models import (
    Confirmation,
    Exclusion,
    Hazard,
    Inspection,
    OwnerReport,
    Photo,
    Reschedule,
    Sighting,
    Snooze,
    SpotCheck,
    Submission,
)
from inspections.queries.ladder import hazard_key
from inspections.services.message_forgetting import blank_messages
from inspections.services.photo_forgetting import forget_at_commit
from inspections.services.print_job import withdraw_prints

# A disagreement stands with a sentence. One language in the database, as all names are.
ERASED_SENTENCE = "Đã xóa theo yêu cầu"


@transaction.atomic
def erase_words(household: Household, *, at: datetime) -> dict[str, int]:
    """Blank what is said about a household and to it, forget the photos of its home, and take
    back printed files with its name; how many of each.

    Answers, dates, hazards, and which link was revoked when stay: they are the figures and the
    trail. What the household wrote about others stays as well: it is their record.
    """
    seen = Inspection.objects.filter(assignment__inspected=household)
    sent = Submission.objects.filter(inspection__assignment__inspected=household)
    pairs = Exclusion.objects.filter(Q(first=household) | Q(second=household))
    sightings = Sighting.objects.filter(hazard__household=household)
    days = Reschedule.objects.filter(assignment__inspected=household)
    looks = SpotCheck.objects.filter(household=household)
    return {
        "inspections": seen.update(notes={}, remark=""),
        "submissions": sent.update(notes={}, remark=""),
        "sightings": sightings.exclude(note="").update(note=""),
        "exclusions": pairs.exclude(note="").update(note=""),
        "replies": _blank_replies(household),
        "owner_reports": _blank_reports(household),
        "reschedules": days.exclude(note="").update(note=""),
        "spot_checks": looks.exclude(remark="").update(remark=""),
        "messages": blank_messages(household),
        "photos": _forget_photos(household, at=at),
        "snoozes": _blank_snoozes(household),
        # Of the wards in which it was in a team; they print again.
        "printed_files": withdraw_prints(wards_of(household)),
    }


def _blank_replies(household: Household) -> int:
    said = Confirmation.objects.filter(inspection__assignment__inspected=household)
    worded = said.exclude(sentence="", settlement="")
    disputed = Confirmation.Verdict.DISPUTED
    blanked = worded.exclude(verdict=disputed).update(sentence="", settlement="")
    return blanked + worded.filter(verdict=disputed).update(sentence=ERASED_SENTENCE, settlement="")


def _blank_reports(household: Household) -> int:
    """One report a hazard and day is left: without their words, two of them would be the same."""
    told: set[tuple[int, object]] = set()
    again = []
    for report in OwnerReport.objects.filter(hazard__household=household).order_by("note", "pk"):
        key = (report.hazard_id, report.reported_on)
        if key in told:
            again.append(report.pk)
        told.add(key)
    OwnerReport.objects.filter(pk__in=again).delete()
    worded = OwnerReport.objects.filter(hazard__household=household).exclude(note="")
    return len(again) + worded.update(note="")


def _forget_photos(household: Household, *, at: datetime) -> int:
    """Those taken at its home, and the sheets that it wrote elsewhere: its name is on them."""
    home = Q(inspection__assignment__inspected=household)
    written = Q(kind=Photo.Kind.SHEET, inspection__assignment__inspector=household)
    photos = Photo.objects.filter(home | written)
    return forget_at_commit(photos, because=Photo.Reason.ERASED, at=at)


def _blank_snoozes(household: Household) -> int:
    """Why an officer or a leader did not want to hear of its hazards for a time."""
    hazards = Hazard.objects.filter(household=household).values_list("pk", flat=True)
    said = Snooze.objects.filter(concern__in=[hazard_key(key) for key in hazards])
    return said.exclude(reason=ERASED_SENTENCE).update(reason=ERASED_SENTENCE)
