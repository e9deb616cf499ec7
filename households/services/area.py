"""Writing the administrative tree: official units, their borders, a ward's neighbourhoods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from firesafety.vietnamese import clean_text, fold
from households.areas_data import Boundary, Succession, Unit
from households.models import Area, AreaSuccession
from households.rosters.keys import neighbourhood_key

BATCH = 500


@dataclass(frozen=True, slots=True)
class LoadedUnits:
    """What ``load_units`` did. ``held_back`` are codes of wards that a newer unit should replace
    but that have neighbourhoods: people must first decide where those go."""

    cities: int
    wards: int
    created: int
    ended: int
    predecessors: int
    successions: int
    held_back: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadedBoundaries:
    """How many current areas got a border, and the codes that no current area has."""

    matched: int
    unknown: tuple[str, ...]


@transaction.atomic
def load_units(units: Sequence[Unit], successions: Iterable[Succession] = ()) -> LoadedUnits:
    """Bring the official units and their predecessors into the tree; a second time adds nothing.

    A code that is here already since the same day or a later one is left as it stands, with the
    name that people may have corrected. A unit that is newer than the one here ends it and
    succeeds it. Parents must be among ``units`` or here already.
    """
    current = {area.code: area for area in Area.objects.filter(valid_to=None)}
    crowded = set(
        Area.objects.filter(level=Area.Level.NEIGHBOURHOOD, valid_to=None).values_list(
            "parent__code", flat=True
        )
    )
    created = ended = 0
    held_back: list[str] = []
    for level in (Area.Level.CITY, Area.Level.WARD):
        wanted = [unit for unit in units if _level(unit) == level]
        newer = [unit for unit in wanted if _is_newer(unit, current.get(unit.code))]
        held = [u for u in newer if u.code in crowded or _has_wards(u, current)]
        held_back += [unit.code for unit in held]
        fresh = [unit for unit in newer if unit not in held]
        ended += _end([(current[u.code], u.valid_from) for u in fresh if u.code in current])
        rows = [_area(unit, current) for unit in fresh]
        Area.objects.bulk_create(rows, batch_size=BATCH)
        _succeed([(current[row.code], row) for row in rows if row.code in current])
        current |= {row.code: row for row in rows}
        created += len(rows)
    predecessors, links = _load_predecessors(successions, current)
    return LoadedUnits(
        cities=sum(unit.parent_code is None for unit in units),
        wards=sum(unit.parent_code is not None for unit in units),
        created=created,
        ended=ended,
        predecessors=predecessors,
        successions=links,
        held_back=tuple(held_back),
    )


def _level(unit: Unit) -> Area.Level:
    return Area.Level.CITY if unit.parent_code is None else Area.Level.WARD


def _is_newer(unit: Unit, area: Area | None) -> bool:
    return area is None or unit.valid_from > area.valid_from


def _has_wards(unit: Unit, current: dict[str, Area]) -> bool:
    """Whether a city that is here already would leave its wards behind if it were replaced."""
    return unit.parent_code is None and unit.code in current


def _area(unit: Unit, current: dict[str, Area]) -> Area:
    return Area(
        level=_level(unit),
        code=unit.code,
        name=unit.full_name,
        folded_name=fold(unit.full_name),
        parent=current[unit.parent_code] if unit.parent_code else None,
        valid_from=unit.valid_from,
        latitude=unit.latitude,
        longitude=unit.longitude,
    )


def _end(areas: Sequence[tuple[Area, date]]) -> int:
    for area, on in areas:
        area.valid_to = on
    return Area.objects.bulk_update([area for area, _ in areas], ["valid_to"], batch_size=BATCH)


def _succeed(pairs: Iterable[tuple[Area, Area]]) -> int:
    rows = [AreaSuccession(predecessor=a, successor=b, on=b.valid_from) for a, b in pairs]
    AreaSuccession.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _load_predecessors(
    successions: Iterable[Succession], current: dict[str, Area]
) -> tuple[int, int]:
    """Add the units of the map before, ended, each under the city that holds its main heir."""
    known = {
        (area.code, area.valid_to): area
        for area in Area.objects.filter(level=Area.Level.WARD).exclude(valid_to=None)
    }
    wanted = [line for line in successions if line.main_code in current]
    rows = [
        _predecessor(line, current[line.main_code])
        for line in wanted
        if (line.old_code, line.on) not in known
    ]
    Area.objects.bulk_create(rows, batch_size=BATCH)
    known |= {(row.code, row.valid_to): row for row in rows}
    linked = set(AreaSuccession.objects.values_list("predecessor_id", "successor_id"))
    pairs = [
        (known[line.old_code, line.on], current[code])
        for line in wanted
        for code in line.new_codes
        if code in current
    ]
    links = _succeed((a, b) for a, b in pairs if (a.pk, b.pk) not in linked)
    return len(rows), links


def _predecessor(line: Succession, heir: Area) -> Area:
    name = f"{line.old_name}, {line.old_district}" if line.old_district else line.old_name
    return Area(
        level=Area.Level.WARD,
        code=line.old_code,
        name=name,
        folded_name=fold(name),
        parent_id=heir.parent_id,
        # The source knows the old map only as it stood on its last day; an earlier beginning
        # would be a claim that nobody checked.
        valid_from=line.on - timedelta(days=1),
        valid_to=line.on,
    )


@transaction.atomic
def load_boundaries(boundaries: Iterable[Boundary]) -> LoadedBoundaries:
    """Draw the borders of the current areas that ``boundaries`` names by code."""
    borders = {boundary.code: boundary.as_geojson() for boundary in boundaries}
    areas = [area for area in Area.objects.filter(valid_to=None).iterator() if area.code in borders]
    for area in areas:
        area.boundary = borders[area.code]
    Area.objects.bulk_update(areas, ["boundary"], batch_size=BATCH)
    unknown = borders.keys() - {area.code for area in areas}
    return LoadedBoundaries(matched=len(areas), unknown=tuple(sorted(unknown)))


def ensure_neighbourhood(ward: Area, name: str, *, on: date) -> Area:
    """The ward's current neighbourhood of that name, made on the day if it is not there yet."""
    return ensure_neighbourhoods(ward, [name], on=on)[name]


@transaction.atomic
def ensure_neighbourhoods(ward: Area, names: Iterable[str], *, on: date) -> dict[str, Area]:
    """Name as given → the ward's current neighbourhood, for many names in two queries.

    There is no official code below the ward: ours are the ward's code and a running number.
    """
    every = list(Area.objects.filter(parent=ward, level=Area.Level.NEIGHBOURHOOD))
    by_key = {neighbourhood_key(area.name): area for area in every if area.is_current}
    found: dict[str, Area] = {}
    fresh: list[Area] = []
    number = _last_number(every, ward)
    for name in names:
        key = neighbourhood_key(name)
        if key not in by_key:
            number += 1
            by_key[key] = _neighbourhood(ward, name, code=f"{ward.code}-{number:03d}", on=on)
            fresh.append(by_key[key])
        found[name] = by_key[key]
    Area.objects.bulk_create(fresh)
    return found


def _last_number(areas: Iterable[Area], ward: Area) -> int:
    suffixes = (area.code.removeprefix(f"{ward.code}-") for area in areas)
    return max((int(suffix) for suffix in suffixes if suffix.isdecimal()), default=0)


def _neighbourhood(ward: Area, name: str, *, code: str, on: date) -> Area:
    name = clean_text(name)[:120]
    return Area(
        level=Area.Level.NEIGHBOURHOOD,
        code=code,
        name=name,
        folded_name=fold(name)[:120],
        parent=ward,
        valid_from=on,
    )
