"""A reform of the wards: renamed, merged, split. Everything moves in one transaction or nothing.

The old areas end and stay readable under their names; teams, households, duties and barriers go
on in the wards that took over. Where a team stood before is kept (``TeamMove``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firesafety.vietnamese import fold
from households.models import (
    Area,
    AreaSuccession,
    Barrier,
    Duty,
    Household,
    RosterImport,
    Team,
    TeamMove,
)
from households.reform_map import MapRow
from households.rosters.keys import neighbourhood_key

from .reform_plan import Part, ReformPlan, plan_reform

BATCH = 500
# Sent inside the transaction with ``successions``, pairs of (old ward, new ward), and ``on``: who
# keeps rows by ward carries over what must go on.
wards_reorganised = Signal()


@dataclass(slots=True)
class Reorganised:
    """What a reform did, or would do; ``notices`` say what people should know, one line each."""

    wards_ended: int = 0
    wards_created: int = 0
    neighbourhoods: int = 0
    teams: int = 0
    renumbered: int = 0
    households: int = 0
    duties: int = 0
    already_done: bool = False
    notices: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """As the command prints it."""
        return asdict(self)


class ReformTooEarly(ValueError):
    """The day is still to come; ``str()`` says in the reader's language what to do."""


class _DryRun(Exception):
    """Raised to roll everything back."""


def reorganise_areas(
    rows: Sequence[MapRow], *, on: date, today: date, dry_run: bool = False
) -> Reorganised:
    """Let a map of a reform take force on a day. A second time changes nothing.

    Raises ReformTooEarly where ``on`` is after ``today``, unless nothing is to change, and
    MapError with the faults of the map; then nothing was changed.
    """
    if on > today and not dry_run:
        words = {"day": date_format(on, "d/m/Y")}
        raise ReformTooEarly(
            _(
                "Ngày %(day)s chưa tới, mà sắp xếp thì có hiệu lực ngay khi chạy. Xin chạy lại "
                "lệnh này từ ngày đó; thêm --dry-run thì xem trước được ngay bây giờ."
            )
            % words
        )
    try:
        with transaction.atomic():
            result = _reorganise(plan_reform(rows, on=on), on=on)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return result


def _reorganise(plan: ReformPlan, *, on: date) -> Reorganised:
    result = Reorganised(already_done=plan.done)
    if plan.done:
        return result
    _end(plan.ended, on=on)
    result.wards_ended = len(plan.ended)
    new = _create_wards(plan, on=on)
    result.wards_created = sum(code not in plan.kept for code in new)
    _succeed([(part.old, new[part.new_code]) for part in plan.parts], on=on)
    for part in plan.parts:
        _move_part(part, new[part.new_code], result, on=on)
    _move_duties(plan, new, result, on=on)
    _move_barriers(plan, new)
    _forget_waiting_rosters(plan.ended, result)
    wards_reorganised.send(
        Area,
        successions=[(part.old, new[part.new_code]) for part in plan.parts],
        on=on,
        notices=result.notices,
    )
    return result


def _end(areas: Iterable[Area], *, on: date) -> None:
    Area.objects.filter(pk__in=[area.pk for area in areas]).update(valid_to=on)


def _succeed(pairs: Iterable[tuple[Area, Area]], *, on: date) -> None:
    AreaSuccession.objects.bulk_create(
        [AreaSuccession(predecessor=a, successor=b, on=on) for a, b in pairs], batch_size=BATCH
    )


def _create_wards(plan: ReformPlan, *, on: date) -> dict[str, Area]:
    """The wards that take over, by code: made anew, but for those that go on."""
    wards: dict[str, Area] = {}
    for part in plan.parts:
        code = part.new_code
        if code in wards:
            continue
        if code in plan.kept:
            wards[code] = plan.kept[code]
            continue
        only = len(plan.sources(code)) == 1 and part.whole
        wards[code] = Area.objects.create(
            level=Area.Level.WARD,
            code=code,
            name=plan.names[code],
            folded_name=fold(plan.names[code]),
            parent=plan.cities[code],
            valid_from=on,
            latitude=part.old.latitude,
            longitude=part.old.longitude,
            # Only a ward that merely changed its name has the border that it had.
            boundary=part.old.boundary if only else None,
        )
    return wards


def _move_part(part: Part, ward: Area, result: Reorganised, *, on: date) -> None:
    after = _move_neighbourhoods(part, ward, result, on=on)
    for old, new in after.items():
        if old.pk != new.pk:
            result.households += Household.objects.filter(neighbourhood=old).update(
                neighbourhood=new
            )
        else:
            result.households += Household.objects.filter(neighbourhood=old).count()
    _move_teams(part.old, ward, after, result, on=on)
    result.neighbourhoods += len(after)


def _move_neighbourhoods(
    part: Part, ward: Area, result: Reorganised, *, on: date
) -> Mapping[Area, Area]:
    """Old neighbourhood → the one that it became in ``ward``.

    One that was entered only after the day of the reform has no history before it and goes along
    as it is.
    """
    names = {
        neighbourhood_key(area.name) for area in Area.objects.filter(parent=ward, valid_to=None)
    }
    number = _last_number(ward)
    after: dict[Area, Area] = {}
    for old in part.neighbourhoods:
        number += 1
        name = _free_name(old, part.old, names)
        if name != old.name:
            words = {"old": old.name, "ward": part.old.name, "new": name}
            result.notices.append(
                _("%(old)s của %(ward)s nay gọi là %(new)s: phường, xã mới đã có tên đó.") % words
            )
        names.add(neighbourhood_key(name))
        new = old if old.valid_from >= on else Area(valid_from=on)
        new.level, new.parent = Area.Level.NEIGHBOURHOOD, ward
        new.code, new.name, new.folded_name = f"{ward.code}-{number:03d}", name, fold(name)[:120]
        new.latitude, new.longitude, new.boundary = old.latitude, old.longitude, old.boundary
        if new is not old:
            _end([old], on=on)
        new.save()
        after[old] = new
    _succeed([(old, new) for old, new in after.items() if old is not new], on=on)
    return after


def _last_number(ward: Area) -> int:
    """The highest running number that a neighbourhood of this code bears today."""
    codes = Area.objects.filter(code__startswith=f"{ward.code}-", valid_to=None)
    suffixes = (code.removeprefix(f"{ward.code}-") for code in codes.values_list("code", flat=True))
    return max((int(suffix) for suffix in suffixes if suffix.isdecimal()), default=0)


def _free_name(area: Area, ward: Area, taken: set[str]) -> str:
    """The neighbourhood's own name, with the old ward's behind where the new ward has one such."""
    if neighbourhood_key(area.name) not in taken:
        return area.name
    bare = ward.name.split(" ", 1)[-1]
    candidates = [f"{area.name} ({bare})", f"{area.name} ({ward.name}, {ward.code})"]
    free = [name for name in candidates if neighbourhood_key(name) not in taken]
    return (free or [f"{area.name} ({area.code})"])[0][:120]


def _move_teams(
    old: Area, ward: Area, after: Mapping[Area, Area], result: Reorganised, *, on: date
) -> None:
    """Let the teams in force go on in the new ward; a number that is taken there gives way.

    A disbanded team stays where it ended.
    """
    by_id = {before.pk: new for before, new in after.items()}
    teams = list(
        Team.objects.select_for_update()
        .filter(ward=old, neighbourhood__in=by_id, disbanded_on=None)
        .order_by("number")
    )
    TeamMove.objects.bulk_create(
        [
            TeamMove(
                team=team,
                on=on,
                ward=old,
                neighbourhood_id=team.neighbourhood_id,
                number=team.number,
            )
            for team in teams
        ],
        batch_size=BATCH,
    )
    taken = set(Team.objects.filter(ward=ward).values_list("number", flat=True))
    free = max([*taken, *(team.number for team in teams)], default=0)
    for team in teams:
        if team.number in taken:
            free += 1
            words = {"old": team.number, "ward": old.name, "new": free, "after": ward.name}
            result.notices.append(
                _("Tổ %(old)d của %(ward)s nay là Tổ %(new)d của %(after)s.") % words
            )
            team.number = free
            result.renumbered += 1
        taken.add(team.number)
        team.ward, team.neighbourhood = ward, by_id[team.neighbourhood_id]
    Team.objects.bulk_update(teams, ["ward", "neighbourhood", "number"], batch_size=BATCH)
    result.teams += len(teams)


def _move_duties(
    plan: ReformPlan, new: Mapping[str, Area], result: Reorganised, *, on: date
) -> None:
    """Officers answer for what their land became.

    A duty over a ward goes to each ward that took over all of it or consists of nothing else; in a
    ward with other people's land too, to the neighbourhoods that came from theirs. So nobody comes
    to see homes that were never theirs, but for those merged with theirs as wholes.
    """
    targets: dict[int, list[Area]] = defaultdict(list)
    for part in plan.parts:
        ward = new[part.new_code]
        own = part.whole or plan.sources(part.new_code) == {part.old.pk}
        own = own or not part.neighbourhoods
        moved = AreaSuccession.objects.filter(
            predecessor__in=part.neighbourhoods, on=on
        ).select_related("successor")
        became = {link.predecessor_id: link.successor for link in moved}
        if plan.kept.get(part.old.code) == part.old:
            # The old ward goes on, and with it its officers; of what it gave away they keep the
            # neighbourhoods that they had.
            targets[part.old.pk].append(part.old)
            own = False
        targets[part.old.pk] += (
            [ward] if own else [became.get(area.pk, area) for area in part.neighbourhoods]
        )
        for area in part.neighbourhoods:
            if area.pk in became:
                targets[area.pk].append(became[area.pk])
    running = Duty.objects.select_for_update().filter(
        Q(ends_on=None) | Q(ends_on__gte=on), area__in=targets
    )
    for duty in running.select_related("area", "user").order_by("pk"):
        result.duties += _move_duty(duty, targets[duty.area_id], result, on=on)


def _move_duty(duty: Duty, areas: Sequence[Area], result: Reorganised, *, on: date) -> int:
    """Whether the duty went anywhere."""
    new = [area for area in dict.fromkeys(areas) if area.pk != duty.area_id]
    starts_on = max(duty.starts_on, on)
    for area in new:
        overlapping = Duty.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=starts_on), user=duty.user, area=area
        )
        if overlapping.filter(ends_on=None).exists():
            continue
        Duty.objects.create(
            user=duty.user,
            area=area,
            starts_on=starts_on,
            ends_on=duty.ends_on,
            given_by=duty.given_by,
        )
    if len(new) == len(set(areas)):
        _end_duty(duty, on=on)
    if len(set(areas)) > 1:
        names = ", ".join(area.name for area in dict.fromkeys(areas))
        words = {"user": duty.user, "names": names}
        result.notices.append(
            _("%(user)s nay phụ trách %(names)s; hãy cho thôi nơi không còn phụ trách.") % words
        )
    return 1 if new else 0


def _end_duty(duty: Duty, *, on: date) -> None:
    if duty.starts_on >= on:
        duty.delete()
        return
    duty.ends_on = on - timedelta(days=1)
    duty.save(update_fields=["ends_on"])


def _move_barriers(plan: ReformPlan, new: Mapping[str, Area]) -> None:
    """Rivers stay where they are: each ward that took land over has the lines of the old one."""
    for old in {part.old.pk: part.old for part in plan.parts}.values():
        wards = [new[part.new_code] for part in plan.parts if part.old.pk == old.pk]
        lines = list(Barrier.objects.filter(ward=old))
        Barrier.objects.bulk_create(
            [
                Barrier(ward=ward, kind=line.kind, name=line.name, geometry=line.geometry)
                for ward in wards
                for line in lines
            ],
            batch_size=BATCH,
        )
        if plan.kept.get(old.code) != old:
            Barrier.objects.filter(ward=old).delete()


def _forget_waiting_rosters(wards: Sequence[Area], result: Reorganised) -> None:
    """A file that waits for a ward that ended would be written into the past."""
    waiting = RosterImport.objects.filter(ward__in=wards, state=RosterImport.State.PREVIEWED)
    for received in waiting:
        words = {"name": received.file_name, "ward": received.ward.name}
        result.notices.append(
            _("Tệp %(name)s của %(ward)s chưa áp dụng nên đã bỏ; hãy nộp lại cho địa bàn mới.")
            % words
        )
        name = received.file.name
        if not RosterImport.objects.filter(file=name).exclude(pk=received.pk).exists():
            transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]
    waiting.delete()
