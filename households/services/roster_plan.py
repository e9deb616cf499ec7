"""Plan what a roster will do to the register, row by row. Reads, never writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from firesafety.vietnamese import fold
from households.models import Area, Household
from households.rosters.keys import address_key, name_key, neighbourhood_key
from households.rosters.values import Doubt, Outcome, Roster, RosterRow

from .roster_match import UNKNOWN_NEIGHBOURHOOD, Keys, Match, Sign, household_keys, match_rows

# The reader puts a house where the file does not say; the register may know better.
_KIND_NOT_GIVEN = frozenset({"kind_missing", "kind_unknown"})
_WARD_WORDS = re.compile(r"^(?:(?:phuong|xa|thi tran|dac khu|tt|p|x)\b[\s.]*)+")
_TEXTS = ("holder_name", "house_number", "street", "phone", "note")
_COUNTS = ("occupants", "need_help")


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of one row. ``changes`` holds the new values of the household's fields."""

    row: RosterRow
    outcome: Outcome
    doubts: tuple[Doubt, ...]
    neighbourhood: str = ""
    household: Household | None = None
    changes: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_warned(self) -> bool:
        return self.outcome != "rejected" and any(d.severity == "warning" for d in self.doubts)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file will do to a ward's register.

    ``new_neighbourhoods`` are names that the ward does not have yet. ``missing`` are households
    of neighbourhoods that the file speaks of, but not in the file: they stay as they are.
    """

    rows: tuple[RowPlan, ...]
    new_neighbourhoods: tuple[str, ...]
    missing: tuple[Household, ...]

    def counts(self) -> dict[str, int]:
        """The numbers that the command prints and the page says in a sentence."""
        outcomes = Counter(plan.outcome for plan in self.rows)
        names: tuple[Outcome, ...] = ("created", "updated", "unchanged", "merged", "rejected")
        return (
            {"rows": len(self.rows)}
            | {name: outcomes[name] for name in names}
            | {"warned": sum(plan.is_warned for plan in self.rows)}
        )


def preview_import(ward: Area, roster: Roster) -> ImportPlan:
    """Compare a file with the ward's register: three queries, whatever the size of the file."""
    areas = Area.objects.filter(parent=ward, level=Area.Level.NEIGHBOURHOOD, valid_to=None)
    names = {area.pk: area.name for area in areas}
    households = Household.objects.filter(neighbourhood__in=names, left_on=None).order_by("id")
    register = [(h, household_keys(h, names[h.neighbourhood_id])) for h in households]
    usable = [row for row in roster.rows if not row.rejected and row.merged_into is None]
    kinds = {row.number: _given_kind(row, roster) for row in usable}
    matches = match_rows(usable, register, kinds=kinds)
    planner = _Planner(roster, kinds, names, _ward_names(ward), _taken(register, matches))
    planned = planner.plan(matches)
    rows = tuple(planned.get(row.number) or _settled_by_reader(row) for row in roster.rows)
    return ImportPlan(
        rows=rows,
        new_neighbourhoods=_new_neighbourhoods(rows, names.values()),
        missing=_missing(matches, register),
    )


def ward_key(name: str) -> str:
    """Equal for "Phường Cái Khế", "P. Cái Khế" and "cai khe"."""
    return _WARD_WORDS.sub("", fold(name)).strip()


def _ward_names(ward: Area) -> set[str]:
    """The ward's own name and those of the units it came from, which files still use."""
    before = ward.predecessors.values_list("name", flat=True)
    return {ward_key(name.split(",")[0]) for name in (ward.name, *before)}


def _given_kind(row: RosterRow, roster: Roster) -> str:
    silent = "kind" not in roster.columns or any(d.code in _KIND_NOT_GIVEN for d in row.doubts)
    return "" if silent else row.kind


def _settled_by_reader(row: RosterRow) -> RowPlan:
    return RowPlan(row, "rejected" if row.rejected else "merged", row.doubts)


def _taken(register: Sequence[tuple[Household, Keys]], matches: Sequence[Match]) -> set[object]:
    """The places in the register that an update must not slip into."""
    taken: set[object] = {_place(keys) for _household, keys in register}
    return taken | {_place(match.keys) for match in matches if match.household is None}


def _place(keys: Keys) -> tuple[str, str, str]:
    return keys.neighbourhood, keys.address, keys.name


def _new_neighbourhoods(rows: Sequence[RowPlan], names: Collection[str]) -> tuple[str, ...]:
    known = {neighbourhood_key(name) for name in names}
    fresh: dict[str, str] = {}
    for plan in rows:
        key = neighbourhood_key(plan.neighbourhood)
        if plan.outcome == "created" and key not in known:
            fresh.setdefault(key, plan.neighbourhood)
    return tuple(fresh.values())


def _missing(
    matches: Sequence[Match], register: Sequence[tuple[Household, Keys]]
) -> tuple[Household, ...]:
    spoken_of = {match.keys.neighbourhood for match in matches}
    found = {match.household.pk for match in matches if match.household}
    return tuple(
        household
        for household, keys in register
        if keys.neighbourhood in spoken_of and household.pk not in found
    )


@dataclass(frozen=True, slots=True)
class _Planner:
    """Turns matches into plans. ``taken`` are places that belong to somebody else."""

    roster: Roster
    kinds: Mapping[int, str]
    neighbourhoods: Mapping[int, str]
    ward_names: Collection[str]
    taken: set[object]

    def plan(self, matches: Sequence[Match]) -> dict[int, RowPlan]:
        return {match.row.number: self._plan_one(match) for match in matches}

    def _plan_one(self, match: Match) -> RowPlan:
        doubts = (*match.row.doubts, *self._doubts(match))
        if match.repeats is not None:
            return RowPlan(match.row, "merged", doubts)
        if match.household is None:
            return RowPlan(
                match.row,
                "created",
                doubts,
                neighbourhood=self._neighbourhood_name(match),
                changes=_whole(match),
            )
        wanted = self._changes(match.household, match)
        changes = self._keyed(match.household, match.keys, wanted)
        if changes.keys() < wanted.keys():
            message = _("Địa chỉ và tên này đã là của một hộ khác trong sổ; giữ như trong sổ.")
            doubts += (self._doubt("house_number", "taken", message, _address(match.row)),)
        outcome: Outcome = "updated" if changes else "unchanged"
        return RowPlan(match.row, outcome, doubts, household=match.household, changes=changes)

    def _neighbourhood_name(self, match: Match) -> str:
        if match.row.neighbourhood:
            return match.row.neighbourhood
        names = {neighbourhood_key(name): name for name in self.neighbourhoods.values()}
        return names.get(match.keys.neighbourhood, UNKNOWN_NEIGHBOURHOOD)

    def _changes(self, household: Household, match: Match) -> dict[str, object]:
        row = match.row
        changes: dict[str, object] = {
            name: getattr(row, name)
            for name in _TEXTS
            if _says_more(getattr(row, name), getattr(household, name))
        }
        if self.kinds[row.number] not in ("", household.kind):
            changes["kind"] = row.kind
        for name in _COUNTS:
            count = getattr(row, name)
            if count not in (None, getattr(household, name)):
                changes[name] = count
        point = (row.latitude, row.longitude)
        if None not in point and point != (household.latitude, household.longitude):
            changes |= {"latitude": row.latitude, "longitude": row.longitude}
        return changes

    def _keyed(
        self, household: Household, keys: Keys, changes: dict[str, object]
    ) -> dict[str, object]:
        """Bring the stored keys along; leave an address or name that is somebody else's."""

        def new(name: str) -> object:
            return changes.get(name, getattr(household, name))

        address = address_key(
            str(new("house_number")),
            str(new("street")),
            latitude=new("latitude"),  # type: ignore[arg-type]
            longitude=new("longitude"),  # type: ignore[arg-type]
        )
        name = name_key(str(new("holder_name")))
        if (address, name) == (household.address_key, household.name_key):
            return changes
        place = (keys.neighbourhood, address, name)
        if place in self.taken:
            ours = {"holder_name", "house_number", "street", "latitude", "longitude"}
            return {field: value for field, value in changes.items() if field not in ours}
        self.taken.add(place)
        return changes | {"address_key": address, "name_key": name}

    def _doubts(self, match: Match) -> Iterator[Doubt]:
        row, household = match.row, match.household
        if row.ward and ward_key(row.ward) not in self.ward_names:
            message = _(
                "Dòng ghi phường, xã khác với nơi đang nhập; hãy xem có đúng hộ ở đây không."
            )
            yield self._doubt("ward", "other_ward", message, row.ward)
        if not row.neighbourhood and household is None and match.repeats is None:
            yield self._doubt(
                "neighbourhood",
                "neighbourhood_missing",
                _("Dòng không ghi khu vực; tạm xếp vào “%(area)s”, hãy bổ sung.")
                % {"area": self._neighbourhood_name(match)},
                proposed=self._neighbourhood_name(match),
            )
        if match.repeats is not None:
            message = _("Trùng với dòng %(row)d: cùng khu vực, địa chỉ và tên; chỉ ghi một lần.")
            doubt = self._doubt("holder_name", "repeats_row", message % {"row": match.repeats})
            yield replace(doubt, value=row.holder_name, severity="info")
        elif household is not None:
            yield from self._sign_doubts(match, household)
        elif match.elsewhere is not None:
            yield self._elsewhere_doubt(match, match.elsewhere)

    def _sign_doubts(self, match: Match, household: Household) -> Iterator[Doubt]:
        row = match.row
        if match.sign is Sign.PHONE_AND_ADDRESS:
            message = _(
                "Cùng địa chỉ và số điện thoại với hộ %(name)s trong sổ: coi là một hộ, đổi tên."
            ) % {"name": household.holder_name}
            yield self._doubt("holder_name", "name_changed", message, row.holder_name)
        elif match.sign is Sign.PHONE_AND_NAME and match.keys.has_address:
            message = _(
                "Cùng tên và số điện thoại với hộ trong sổ ở %(address)s: "
                "coi là một hộ, đổi địa chỉ."
            ) % {"address": household.address or _("chỗ chưa có địa chỉ")}
            yield self._doubt("house_number", "address_changed", message, _address(row))
        elif match.sign is Sign.NAME_ALONE:
            message = _(
                "Chỉ nhận ra theo tên: coi là hộ %(household)s trong sổ; hãy xem có đúng không."
            ) % {"household": household}
            yield self._doubt("holder_name", "matched_by_name", message, row.holder_name)

    def _elsewhere_doubt(self, match: Match, elsewhere: Household) -> Doubt:
        message = _(
            "Có thể đã chuyển nhà hoặc ghi hai nơi: trong sổ đã có %(household)s, %(area)s. "
            "Ghi thành hộ mới, hộ cũ giữ nguyên."
        ) % {
            "household": elsewhere,
            "area": self.neighbourhoods[elsewhere.neighbourhood_id],
        }
        return self._doubt("house_number", "maybe_moved", message, _address(match.row))

    def _doubt(
        self, column: str, code: str, message: str, value: str = "", *, proposed: str = ""
    ) -> Doubt:
        heading = self.roster.columns.get(column, "")
        return Doubt(heading, code, message, value, proposed or value)


def _whole(match: Match) -> dict[str, object]:
    """Every field of a household that is new in the register."""
    names = (*_TEXTS, "kind", *_COUNTS, "latitude", "longitude")
    fields = {name: getattr(match.row, name) for name in names}
    return fields | {"address_key": match.keys.address, "name_key": match.keys.name}


def _address(row: RosterRow) -> str:
    return " ".join(part for part in (row.house_number, row.street) if part)


def _says_more(given: str, saved: str) -> bool:
    """Whether a cell should replace what is saved: not when empty, nor only poorer in accents."""
    if not given or given == saved:
        return False
    return not (fold(given) == fold(saved) and given.isascii() and not saved.isascii())
