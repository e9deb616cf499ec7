"""All that is held about one household, as tables that its people can read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.dispatch import Signal
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from firesafety.vietnamese import fold
from households.models import AreaSuccession, Household, RosterImport, TeamMove

Cell = str | int | float | bool | date | datetime | None

# Who keeps more about households connects a receiver: it is given ``household`` and returns a
# list of sections. The registry itself knows nothing of what happens each month.
asking_for_records = Signal()


@dataclass(frozen=True, slots=True)
class Section:
    """One table: ``columns`` are (key, heading), each of ``rows`` has a cell for each column.

    ``files`` are (name, content) that belong to it, such as photos.
    """

    key: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    files: tuple[tuple[str, bytes], ...] = field(default=())

    def readable_rows(self) -> list[list[str]]:
        """The rows in words: days as people here write them, nothing as a dash."""
        return [[_readable(cell) for cell in row] for row in self.rows]


def household_record(household: Household) -> list[Section]:
    """Facts, stays in teams, offices, roster rows and who looked; then what receivers add.

    Other households' names are left out: they are other people's data.
    """
    # A signal's answers have no type of their own.
    answers: list[tuple[Any, Any]] = asking_for_records.send(Household, household=household)
    more: list[Section] = [section for _receiver, each in answers for section in each or ()]
    return [
        _facts(household),
        _stays(household),
        _offices(household),
        _rosters(household),
        _looks(household),
        *more,
    ]


def _readable(cell: Cell) -> str:
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, bool):
        return str(_("có") if cell else _("không"))
    if isinstance(cell, datetime):
        return f"{localtime(cell):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return date_format(cell, "SHORT_DATE_FORMAT")
    return str(cell)


def _facts(household: Household) -> Section:
    area = household.neighbourhood
    cells: list[tuple[str, str, Cell]] = [
        ("holder_name", _("Chủ hộ"), household.holder_name),
        ("house_number", _("Số nhà"), household.house_number),
        ("street", _("Đường, hẻm"), household.street),
        ("neighbourhood", _("Khu vực"), area.name),
        ("ward", _("Phường, xã"), area.parent.name if area.parent else ""),
        ("phone", _("Điện thoại"), household.phone),
        ("kind", _("Loại hình"), household.get_kind_display()),
        ("occupants", _("Số người"), household.occupants),
        ("need_help", _("Số người cần giúp khi có cháy"), household.need_help),
        ("latitude", _("Vĩ độ"), household.latitude),
        ("longitude", _("Kinh độ"), household.longitude),
        ("note", _("Ghi chú"), household.note),
        ("entered_on", _("Vào sổ ngày"), household.entered_on),
        ("left_on", _("Rời đi ngày"), household.left_on),
    ]
    return Section(
        "household",
        _("Thông tin của hộ"),
        tuple((key, title) for key, title, _cell in cells),
        (tuple(cell for _key, _title, cell in cells),),
    )


def _stays(household: Household) -> Section:
    stays = household.memberships.select_related("team__ward").order_by("joined_on", "id")
    return Section(
        "memberships",
        _("Ở các tổ"),
        (
            ("team", _("Tổ")),
            ("ward", _("Phường, xã")),
            ("joined_on", _("Vào tổ ngày")),
            ("left_on", _("Rời tổ ngày")),
            ("away", _("Đang vắng")),
            ("can_inspect", _("Đi kiểm tra được")),
        ),
        tuple(
            (
                str(stay.team),
                stay.team.ward.name,
                stay.joined_on,
                stay.left_on,
                stay.away,
                stay.can_inspect,
            )
            for stay in stays
        ),
    )


def _offices(household: Household) -> Section:
    offices = household.appointments.select_related("team", "user").order_by("starts_on", "id")
    return Section(
        "offices",
        _("Vai trò trong tổ"),
        (
            ("role", _("Vai trò")),
            ("team", _("Tổ")),
            ("starts_on", _("Từ ngày")),
            ("ends_on", _("Đến ngày")),
            ("username", _("Tên đăng nhập")),
        ),
        tuple(
            (
                office.get_role_display(),
                str(office.team),
                office.starts_on,
                office.ends_on,
                office.user.username if office.user else None,
            )
            for office in offices
        ),
    )


def wards_of(household: Household) -> set[int]:
    """The wards (ids) in which a household lives or was in a team, and those that became them:
    a file that was handed in before a reform stays with the ward of then.
    """
    teams = household.memberships.values("team")
    wards = {household.neighbourhood.parent_id or 0}
    wards |= set(household.memberships.values_list("team__ward", flat=True))
    wards |= set(TeamMove.objects.filter(team__in=teams).values_list("ward", flat=True))
    fresh = wards
    while fresh:
        before = AreaSuccession.objects.filter(successor__in=fresh)
        fresh = set(before.values_list("predecessor", flat=True)) - wards
        wards |= fresh
    return wards


def roster_rows(
    household: Household, *, namesakes: bool = False
) -> list[tuple[RosterImport, list[int]]]:
    """The handed-in files that speak of a household, each with the positions of its outcomes.

    A row of a file that still waits may know no number of it, only words: name, address and
    neighbourhood must be the same, or with ``namesakes`` the name alone.
    """
    wards = wards_of(household)
    found = []
    for received in RosterImport.objects.filter(ward__in=wards).order_by("pk"):
        places = [
            place
            for place, outcome in enumerate(received.outcomes)
            if outcome[2] == household.pk
            or (outcome[2] is None and _speaks_of(outcome, household, namesakes=namesakes))
        ]
        if places:
            found.append((received, places))
    return found


def _speaks_of(outcome: list[Any], household: Household, *, namesakes: bool) -> bool:
    said = fold(", ".join(map(str, outcome[4:])))
    if namesakes:
        return said.split(", ")[0] == household.name_key
    parts = (household.holder_name, household.address, household.neighbourhood.name)
    return said == fold(", ".join(part for part in parts if part))


def _rosters(household: Household) -> Section:
    return Section(
        "rosters",
        _("Trong các danh sách đã nộp"),
        (
            ("file_name", _("Tên tệp")),
            ("received_at", _("Nhận lúc")),
            ("row", _("Dòng")),
            ("as_written", _("Ghi là")),
        ),
        tuple(
            (
                received.file_name,
                received.uploaded_at,
                received.outcomes[place][0],
                ", ".join(map(str, received.outcomes[place][4:])),
            )
            for received, places in roster_rows(household)
            for place in places
        ),
    )


def _looks(household: Household) -> Section:
    looks = household.record_views.select_related("user").order_by("on", "id")
    return Section(
        "record_views",
        _("Cán bộ đã xem hồ sơ"),
        (("on", _("Ngày")), ("officer", _("Cán bộ"))),
        tuple((look.on, str(look.user)) for look in looks),
    )
