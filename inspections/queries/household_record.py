"""What the month's work holds about one household, and what of it is still under way."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from firesafety.months import Month
from households.models import Household
from households.queries.household_record import Cell, Section
from inspections.models import Assignment, Exclusion, Hazard, Submission


def visits_under_way(household: Household) -> QuerySet[Assignment]:
    """Visits to or by a household in open months that have no result yet."""
    waiting = Assignment.objects.filter(round__closed_on=None, inspection=None)
    mine = waiting.filter(Q(inspector=household) | Q(inspected=household))
    return mine.select_related("round__team").order_by("round__month", "pk")


def inspection_sections(household: Household) -> list[Section]:
    """Visits, results as they arrived, hazards and exclusions. Four queries."""
    return [_visits(household), _results(household), _hazards(household), _exclusions(household)]


def _month(assignment: Assignment) -> str:
    return str(Month.of(assignment.round.month))


def _visits(household: Household) -> Section:
    rows = Assignment.objects.filter(Q(inspector=household) | Q(inspected=household))
    rows = rows.select_related("round__team", "inspection").order_by("round__month", "pk")
    return Section(
        "visits",
        _("Các lượt kiểm tra chéo"),
        (("month", _("Tháng")), ("team", _("Tổ")), ("part", _("Việc")), ("done_on", _("Ngày"))),
        tuple(
            (
                _month(row),
                str(row.round.team),
                _("đi kiểm tra") if row.inspector_id == household.pk else _("được kiểm tra"),
                row.inspection.done_on if hasattr(row, "inspection") else None,
            )
            for row in rows
        ),
    )


def _results(household: Household) -> Section:
    rows = Submission.objects.filter(inspection__assignment__inspected=household)
    rows = rows.select_related("inspection__assignment__round").order_by("received_at", "pk")
    return Section(
        "results",
        _("Kết quả đã nhận về hộ"),
        (
            ("month", _("Tháng")),
            ("done_on", _("Ngày kiểm tra")),
            ("received_at", _("Nhận lúc")),
            ("source", _("Nguồn")),
            ("obstacle", _("Không vào được vì")),
            ("notes", _("Ghi chú từng mục")),
            ("remark", _("Ghi chú chung")),
        ),
        tuple(
            (
                _month(row.inspection.assignment),
                row.done_on,
                row.received_at,
                row.get_source_display(),
                row.get_obstacle_display(),
                "; ".join(f"{code}: {note}" for code, note in row.notes.items()),
                row.remark,
            )
            for row in rows
        ),
    )


def _hazards(household: Household) -> Section:
    rows = Hazard.objects.filter(household=household).select_related("item")
    rows = rows.prefetch_related("sightings__inspection").order_by("found_on", "pk")
    return Section(
        "hazards",
        _("Chỗ chưa đạt"),
        (
            ("item", _("Mục")),
            ("severity", _("Mức")),
            ("found_on", _("Thấy ngày")),
            ("closed_on", _("Xong ngày")),
            ("state", _("Tình trạng")),
            ("notes", _("Ghi chú")),
        ),
        tuple(
            (
                row.item.text,
                row.get_severity_display(),
                row.found_on,
                row.closed_on,
                row.get_state_display(),
                "; ".join(each.note for each in row.sightings.all() if each.note),
            )
            for row in rows
        ),
    )


def _exclusions(household: Household) -> Section:
    rows = Exclusion.objects.filter(Q(first=household) | Q(second=household)).order_by("pk")
    cells: tuple[tuple[Cell, ...], ...] = tuple((row.starts_on, row.ends_on) for row in rows)
    return Section(
        "exclusions",
        _("Có một hộ không xếp sang nhau"),
        (("starts_on", _("Từ ngày")), ("ends_on", _("Đến ngày"))),
        cells,
    )
