"""Opening a month for a ward or for every ward of a city, and how far that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firesafety.downloads import table_file
from firesafety.months import Month
from firesafety.tables import Cell, Column, TableFormat
from households.models import Area
from inspections.forms.month import MonthForm
from inspections.forms.skipped import SkipForm
from inspections.models import NeighbourhoodMonth, Round, SkippedMonth, WardOpening
from inspections.queries.opening import opening_progress
from inspections.queries.skipped import skipped_months_of
from inspections.queries.team_month import shortage_lines
from inspections.services.opening import request_opening
from inspections.views.door import supervised_ward_or_city
from inspections.views.sentences import shortage_sentences
from inspections.views.skipped import months_ahead

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request: HttpRequest, code: str) -> HttpResponse:
    """This month's and next month's rounds of an area."""
    on = timezone.localdate()
    area = supervised_ward_or_city(request, code, on=on)
    months = (Month.of(on), Month.of(on).next())
    form = MonthForm(request.POST or None, months=months)
    wards = wards_of(area)
    if request.method == "POST" and form.is_valid():
        month = form.chosen()
        words = {"month": f"{month.first_day:%m/%Y}"}
        if month in months_of(skipped_months_of(area, since=month)):
            messages.info(request, _("Tháng %(month)s nghỉ nên không chia lượt.") % words)
        else:
            request_opening(month, at=timezone.now(), wards=list(wards), revive=True)
            messages.success(
                request,
                _("Đang chia lượt tháng %(month)s. Tổ nào đã có lượt thì giữ nguyên.") % words,
            )
        return redirect("rounds", area.code)
    opened = opened_rounds(wards, months)
    skipped = list(skipped_months_of(area, since=months[0]))
    progress = [
        (month, opened[month], opening_progress(month, wards=wards), month in months_of(skipped))
        for month in months
    ]
    context = {
        "area": area,
        "form": form,
        "progress": progress,
        "waiting": any(each.queued for _month, _opened, each, _rests in progress),
        "openings": Paginator(opening_rows(wards, months), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "skipped": skipped,
        "skip_form": SkipForm(
            months=[month for month in months_ahead(on) if not opened.get(month)],
            auto_id="skip_%s",
        ),
        "shortages": shortages_of(area, months) if area.level == Area.Level.WARD else [],
    }
    status = 422 if form.errors else 200
    return render(request, "inspections/area/rounds.html", context, status=status)


@login_required
@require_safe
def rounds_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """How far the opening of this month and the next is in each ward, as a table file."""
    on = timezone.localdate()
    area = supervised_ward_or_city(request, code, on=on)
    columns = [
        Column(_("Mã"), 14),
        Column(_("Phường, xã"), 30),
        *(Column(name, 14) for name in (_("Tháng"), _("Tình trạng"))),
        *(Column(name, 14) for name in (_("Tổ có lượt"), _("Chỗ thiếu người"))),
    ]
    rows: Iterable[list[Cell]] = (
        [
            row.ward.code,
            row.ward.name,
            f"{row.opening.month:%m/%Y}",
            row.get_state_display(),
            row.opened,
            row.shortages,
        ]
        for row in opening_rows(wards_of(area), (Month.of(on), Month.of(on).next()))
    )
    title = _("Các đợt kiểm tra, %(area)s") % {"area": area.name}
    return table_file(
        columns, rows, file_format=file_format, title=title, name=f"{code}-cac-dot-kiem-tra"
    )


def months_of(skipped: Iterable[SkippedMonth]) -> set[Month]:
    """The months in which the whole area rests."""
    return {Month.of(each.month) for each in skipped}


def wards_of(area: Area) -> QuerySet[Area]:
    """The ward itself, or the wards of a city that stand today."""
    if area.level == Area.Level.WARD:
        return Area.objects.filter(pk=area.pk)
    return Area.objects.filter(parent=area, level=Area.Level.WARD, valid_to=None)


def opened_rounds(wards: QuerySet[Area], months: Sequence[Month]) -> dict[Month, int]:
    """How many teams have a round, per month, from the kept figures. One query."""
    rows = NeighbourhoodMonth.objects.filter(
        ward__in=wards, month__in=[month.first_day for month in months]
    )
    counts = dict(rows.order_by("month").values_list("month").annotate(Sum("rounds")))
    return {month: counts.get(month.first_day, 0) for month in months}


def opening_rows(wards: QuerySet[Area], months: Sequence[Month]) -> QuerySet[WardOpening]:
    """The wards' rows, those that need a look first."""
    rows = WardOpening.objects.filter(
        ward__in=wards, opening__month__in=[month.first_day for month in months]
    )
    return rows.select_related("ward", "opening").order_by("state", "opening__month", "ward__name")


def shortages_of(ward: Area, months: Sequence[Month]) -> list[tuple[Round, list[str]]]:
    """The rounds of a ward that are short of people, each with its sentences. Three queries."""
    rounds = list(
        Round.objects.filter(
            team__ward=ward, month__in=[month.first_day for month in months], closed_on=None
        )
        .exclude(shortages=[])
        .select_related("team")
        .order_by("month", "team__number")
    )
    lines = shortage_lines(rounds)
    sentences = iter(shortage_sentences(lines))
    return [(round, [next(sentences) for _line in round.shortages]) for round in rounds]
