"""A ward's inspections as the signals read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import numpy as np

from firesafety.months import Month
from households.grouping import project
from households.models import Area
from inspections.models import Inspection, Photo, Source, Submission
from inspections.planning.integrity import Sheet

MONTHS_READ = 24  # how long it takes until one who never finds anything stands out


def ward_sheets(ward: Area, *, until: Month) -> list[Sheet]:
    """The completed inspections of a ward's teams over two years up to a month. Three queries."""
    rows = list(
        Inspection.objects.filter(
            obstacle="",
            assignment__round__team__ward=ward,
            assignment__round__month__gt=until.plus(-MONTHS_READ).first_day,
            assignment__round__month__lte=until.first_day,
        )
        .select_related("assignment__round", "assignment__inspected")
        .order_by("pk")
    )
    photos, times = _photos(ward, until), _times(ward, until)
    return [
        _sheet(row, place, tuple(photos[row.pk]), times.get(row.pk, (None, None)))
        for row, place in zip(rows, _places(rows), strict=True)
    ]


def _photos(ward: Area, until: Month) -> defaultdict[int, list[int]]:
    """Per inspection the perceptual hashes of its photos that are still kept."""
    hashes: defaultdict[int, list[int]] = defaultdict(list)
    rows = Photo.objects.filter(
        kind=Photo.Kind.FOUND,
        forgotten_at=None,
        inspection__assignment__round__team__ward=ward,
        inspection__assignment__round__month__gt=until.plus(-MONTHS_READ).first_day,
        inspection__assignment__round__month__lte=until.first_day,
    ).order_by("pk")
    for inspection, digits in rows.values_list("inspection", "perceptual_hash"):
        hashes[inspection].append(int(digits, 16))
    return hashes


def _times(ward: Area, until: Month) -> dict[int, tuple[datetime | None, int | None]]:
    """Per inspection when it was finished and in how many seconds, by its first sending.

    A correction takes a moment and is made anywhere: it says nothing of the visit.
    """
    rows = Submission.objects.filter(
        obstacle="",
        source=Source.PHONE,
        inspection__assignment__round__team__ward=ward,
        inspection__assignment__round__month__gt=until.plus(-MONTHS_READ).first_day,
        inspection__assignment__round__month__lte=until.first_day,
    ).order_by("-revision")
    values = rows.values_list("inspection", "finished_at", "seconds")
    return {inspection: (finished_at, seconds) for inspection, finished_at, seconds in values}


def _sheet(
    row: Inspection,
    place: tuple[float, float] | None,
    photos: tuple[int, ...],
    times: tuple[datetime | None, int | None],
) -> Sheet:
    assignment = row.assignment
    by_phone = row.source == Source.PHONE
    done_at, seconds = times if by_phone else (None, None)
    round, home = assignment.round, assignment.inspected
    return Sheet(
        id=row.pk,
        team=round.team_id,
        month=Month.of(round.month).index,
        inspector=assignment.inspector_id,
        inspected=home.pk,
        form=f"{round.checklist_id}:{round.scope}:{home.kind}",
        answers=row.answers,
        # Paper is typed in by the pile: when it arrived says nothing of the visits.
        arrived_at=row.received_at if by_phone else None,
        done_at=done_at,
        seconds=seconds,
        place=place,
        photos=photos,
    )


def _places(rows: Sequence[Inspection]) -> list[tuple[float, float] | None]:
    """Each inspected home in metres, None where the register has no point."""
    if not rows:
        return []
    homes = [row.assignment.inspected for row in rows]
    latitudes = np.array([np.nan if h.latitude is None else h.latitude for h in homes])
    longitudes = np.array([np.nan if h.longitude is None else h.longitude for h in homes])
    return [
        None if np.isnan(x) else (float(x), float(y)) for x, y in project(latitudes, longitudes)
    ]
