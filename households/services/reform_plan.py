"""Holding the map of a reform against the register: what goes where, or why it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from households.models import Area, AreaSuccession
from households.reform_map import REST, MapError, MapFault, MapRow
from households.rosters.keys import neighbourhood_key


@dataclass(frozen=True, slots=True)
class Part:
    """The land of one ward that goes into one new ward: these neighbourhoods, perhaps all."""

    old: Area
    new_code: str
    neighbourhoods: tuple[Area, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class ReformPlan:
    """``kept``: the wards that go on as they are, by code, and take land in or give some away.

    ``names`` and ``cities``: of the new wards, by code. ``done``: all of it was done before.
    """

    parts: tuple[Part, ...] = ()
    kept: Mapping[str, Area] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    cities: Mapping[str, Area] = field(default_factory=dict)
    done: bool = False

    @property
    def ended(self) -> list[Area]:
        """The wards that end, in the order of the map."""
        olds = {part.old.pk: part.old for part in self.parts}
        return [old for old in olds.values() if self.kept.get(old.code) != old]

    def sources(self, new_code: str) -> set[int]:
        """From which old wards (ids) a ward's land comes; its own too where it goes on."""
        found = {part.old.pk for part in self.parts if part.new_code == new_code}
        kept = self.kept.get(new_code)
        return found | ({kept.pk} if kept is not None else set())


def plan_reform(rows: Sequence[MapRow], *, on: date) -> ReformPlan:
    """What a map asks for on a day. Raises MapError where part of the land would go nowhere, a
    ward or neighbourhood is unknown, or only some of it was done before."""
    # Rows in which a ward keeps its code and name only say which of its land stays.
    changes = [row for row in rows if not _stands(row)] or list(rows)
    done = [row for row in changes if _was_done(row, on=on)]
    if len(done) == len(changes):
        return ReformPlan(done=True)
    if done:
        reason = _("Phần này đã làm ngày %(day)s với một bảng khác; hãy bỏ dòng này ra.")
        day = {"day": date_format(on, "SHORT_DATE_FORMAT")}
        raise MapError([MapFault(row.number, "old_code", reason % day) for row in done])
    return _Matching(rows, on).plan()


def _stands(row: MapRow) -> bool:
    """Whether a row leads a ward into itself, under the name and in the city that it has."""
    if row.old_code != row.new_code:
        return False
    wards = Area.objects.filter(
        level=Area.Level.WARD, valid_to=None, code=row.old_code, name=row.new_name
    )
    return (wards.filter(parent__code=row.new_city) if row.new_city else wards).exists()


def _was_done(row: MapRow, *, on: date) -> bool:
    links = AreaSuccession.objects.filter(
        on=on, predecessor__code=row.old_code, successor__code=row.new_code
    )
    return links.filter(predecessor__level=Area.Level.WARD, successor__name=row.new_name).exists()


class _Matching:
    """The rows with the areas that they speak of; collects the faults."""

    def __init__(self, rows: Sequence[MapRow], on: date) -> None:
        self.rows, self.on = rows, on
        self.faults: list[MapFault] = []
        codes = {code for row in rows for code in (row.old_code, row.new_code)}
        # Everyone who comes at once takes the wards in the same order.
        wards = Area.objects.select_for_update().filter(
            level=Area.Level.WARD, valid_to=None, code__in=codes
        )
        self.wards = {ward.code: ward for ward in wards.order_by("pk")}
        below = Area.objects.filter(
            parent__in=self.wards.values(), level=Area.Level.NEIGHBOURHOOD, valid_to=None
        )
        self.below: dict[int, list[Area]] = {ward.pk: [] for ward in self.wards.values()}
        for area in below.order_by("code", "pk"):
            self.below[area.parent_id or 0].append(area)
        cities = {row.new_city for row in rows} - {""}
        found = Area.objects.filter(level=Area.Level.CITY, valid_to=None, code__in=cities)
        self.cities = {city.code: city for city in found}

    def plan(self) -> ReformPlan:
        kept = self._kept()
        parts = [
            part
            for code in dict.fromkeys(row.old_code for row in self.rows)
            for part in self._parts([row for row in self.rows if row.old_code == code])
        ]
        cities = self._cities()
        if self.faults:
            raise MapError(sorted(self.faults, key=lambda fault: fault.row))
        return ReformPlan(
            parts=tuple(
                part
                for part in parts
                if kept.get(part.old.code) != part.old or part.new_code != part.old.code
            ),
            kept=kept,
            names={row.new_code: row.new_name for row in self.rows},
            cities=cities,
        )

    def _fault(self, row: MapRow, column: str, reason: str) -> None:
        self.faults.append(MapFault(row.number, column, reason))

    def _kept(self) -> dict[str, Area]:
        """Wards that go on under code and name: those no row begins with, and those whose own row
        says so. A ward that only takes land in needs no row of its own."""
        kept = {}
        begun = {row.old_code for row in self.rows}
        for row in self.rows:
            ward = self.wards.get(row.new_code)
            if ward is None or (row.new_code in begun and row.old_code != row.new_code):
                continue
            city = ward.parent.code if ward.parent else ""
            same = row.new_name == ward.name and row.new_city in ("", city)
            if row.new_code in begun:
                if same:
                    kept[row.new_code] = ward
            elif same:
                kept[row.new_code] = ward
            else:
                self._fault(
                    row,
                    "new_name",
                    _(
                        "%(code)s đang là %(name)s và còn đất của chính nó. Muốn đổi tên hay đổi "
                        "thành phố, tỉnh thì thêm một dòng từ %(code)s vào %(code)s."
                    )
                    % {"code": ward.code, "name": ward.name},
                )
        return kept

    def _parts(self, rows: Sequence[MapRow]) -> Iterable[Part]:
        ward = self.wards.get(rows[0].old_code)
        if ward is None:
            for row in rows:
                reason = _("Hiện không có phường, xã nào mang mã %(code)s.")
                self._fault(row, "old_code", reason % {"code": row.old_code})
            return
        if ward.valid_from >= self.on:
            reason = _("%(ward)s chỉ có từ ngày %(day)s; ngày sắp xếp phải sau đó.")
            day = date_format(ward.valid_from, "SHORT_DATE_FORMAT")
            self._fault(rows[0], "old_code", reason % {"ward": ward, "day": day})
            return
        later = self._reformed_since(ward)
        if later is not None:
            reason = _(
                "%(ward)s đã nhận hay giao đất trong lần sắp xếp ngày %(day)s; ngày sắp xếp phải "
                "sau đó."
            )
            day = date_format(later, "SHORT_DATE_FORMAT")
            self._fault(rows[0], "old_code", reason % {"ward": ward, "day": day})
            return
        below = self.below[ward.pk]
        if len(rows) == 1 and not rows[0].parts:
            yield Part(ward, rows[0].new_code, tuple(below), whole=True)
            return
        taken: dict[int, MapRow] = {}
        chosen = {row.number: self._chosen(row, below, taken) for row in rows}
        rest = [area for area in below if area.pk not in taken]
        for row in rows:
            areas = rest if row.parts == (REST,) else chosen[row.number]
            yield Part(ward, row.new_code, tuple(areas), whole=False)
        others = [row for row in rows if row.parts == (REST,)]
        if below and not rest:
            # Its officers would come to a ward in which nothing is theirs.
            for row in others:
                reason = _("Các dòng khác đã kể hết khu vực; không còn khu vực nào cho dấu *.")
                self._fault(row, "neighbourhoods", reason)
        if rest and not others:
            names = ", ".join(area.name for area in rest)
            reason = _("Phần này của %(ward)s chưa đi về đâu: %(names)s.")
            self._fault(rows[-1], "neighbourhoods", reason % {"ward": ward, "names": names})

    def _reformed_since(self, ward: Area) -> date | None:
        """The latest day, this one or a later one, on which a ward that goes on under its name
        took land in or gave some away. What stood where before that day could not be told any
        more if its land moved on an earlier one."""
        links = AreaSuccession.objects.filter(
            Q(predecessor=ward) | Q(successor=ward), on__gte=self.on
        )
        return links.order_by("-on").values_list("on", flat=True).first()

    def _chosen(self, row: MapRow, below: Sequence[Area], taken: dict[int, MapRow]) -> list[Area]:
        """The neighbourhoods that a row names, by code or name."""
        areas = []
        for part in row.parts:
            if part == REST:
                continue
            key = neighbourhood_key(part)
            matching = [a for a in below if a.code == part or neighbourhood_key(a.name) == key]
            if not matching:
                known = ", ".join(area.name for area in below) or "–"
                reason = _("Không có khu vực “%(part)s” ở đó. Các khu vực đang có: %(known)s.")
                self._fault(row, "neighbourhoods", reason % {"part": part, "known": known})
            for area in matching:
                if area.pk in taken:
                    reason = _("Khu vực “%(part)s” đã có ở dòng %(row)d.")
                    words = {"part": area.name, "row": taken[area.pk].number}
                    self._fault(row, "neighbourhoods", reason % words)
                    continue
                taken[area.pk] = row
                areas.append(area)
        return areas

    def _cities(self) -> dict[str, Area]:
        """In which city each new ward lies: the one named, or the one that its land lies in."""
        cities: dict[str, Area] = {}
        for row in self.rows:
            ward = self.wards.get(row.old_code)
            if row.new_city and row.new_city not in self.cities:
                reason = _("Hiện không có thành phố, tỉnh nào mang mã %(code)s.")
                self._fault(row, "new_city", reason % {"code": row.new_city})
                continue
            here = ward.parent if ward is not None else None
            city = self.cities.get(row.new_city) or here
            if city is None:
                continue
            if cities.setdefault(row.new_code, city) != city:
                reason = _("Đất của %(code)s đến từ hai thành phố, tỉnh; hãy ghi cột new_city.")
                self._fault(row, "new_city", reason % {"code": row.new_code})
        return cities
