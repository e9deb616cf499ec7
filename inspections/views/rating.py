"""A suggested rating of a ward's teams: the list, a team's parts, what people add, the criteria."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firesafety.access import fetch
from firesafety.downloads import table_file
from firesafety.tables import Column, TableFormat
from households.models import Area, Team, User
from households.rules import areas_visible_to
from inspections.forms.rating import PART_NAMES, CriteriaForm, TeamYearForm
from inspections.models import TeamYearEntry
from inspections.planning.rating import Level, RatingPart, Standing
from inspections.planning.rating_year import RatingYear
from inspections.queries.rating import RatedTeam, criteria_of, rated_teams
from inspections.services.rating import enter_team_year, set_criteria
from inspections.views.door import is_supervised, supervised_ward, team_for

PER_PAGE = 25
YEARS_BACK = 5
SETTLING = timedelta(days=75)


def level_names() -> dict[Level, str]:
    return {
        Level.GOOD: _("Tốt"),
        Level.FAIR: _("Khá"),
        Level.AVERAGE: _("Trung bình"),
        Level.WEAK: _("Cần giúp thêm"),
    }


def standing_words(standing: Standing, *, months: int) -> str:
    """Why there is no suggestion; empty where there is one."""
    words = {
        Standing.RATED: "",
        Standing.TOO_YOUNG: _("Chưa xếp: tổ lập chưa đủ %(months)d tháng") % {"months": months},
        Standing.DISBANDED: _("Không xếp: tổ đã giải thể"),
        Standing.NO_COMPLETE_ROUND: _("Chưa xếp: chưa tháng nào xem đủ các hộ"),
        Standing.TOO_LITTLE_KNOWN: _("Chưa xếp: còn thiếu nhiều thông tin"),
    }
    return words[standing]


def asked_year(request: HttpRequest, *, on: date) -> tuple[RatingYear, bool]:
    """The year of ``?year=``, and whether only its half (``?half=1``).

    By default the newest that has something to show.
    """
    this = RatingYear.of(on)
    # A year that has only just begun has nothing to show yet.
    text = request.GET.get("year", str(RatingYear.of(on - SETTLING).number))
    if not text.isdecimal() or not this.number - YEARS_BACK <= int(text) <= this.number:
        raise Http404
    return RatingYear(int(text)), request.GET.get("half") == "1"


@login_required
@require_safe
def rating(request: HttpRequest, code: str) -> HttpResponse:
    """The ward's teams with their suggestion, and how many teams in how many places."""
    on = timezone.localdate()
    ward = supervised_ward(request, code, on=on)
    year, half = asked_year(request, on=on)
    criteria, row = criteria_of(ward.parent)
    places = dict(_teams(ward, year).values_list("pk", "neighbourhood"))
    page = Paginator(list(places), PER_PAGE).get_page(request.GET.get("page"))
    # To count the levels every team has to be rated: done where somebody asks, or few are.
    counted = "levels" in request.GET or not page.has_other_pages()
    teams = _teams(ward, year)
    if not counted:
        teams = teams.filter(pk__in=list(page.object_list))
    rated = rated_teams(list(teams), year, criteria=criteria, on=on, half=half)
    names = level_names()
    levels = Counter(each.rating.level for each in rated if each.rating.level)
    shown = [each for each in rated if each.team.pk in page.object_list]
    above = areas_visible_to(request.user, on=on).filter(children=ward)
    context = {
        "ward": ward,
        "year": year,
        "half": half,
        "lines": [(each, _level(each, names, months=criteria.months)) for each in shown],
        "page": page,
        "levels": [(names[level], levels[level]) for level in Level] if counted else [],
        "teams": len(places),
        "places": len(set(places.values())),
        "criteria": criteria,
        "set_by": row,
        "may_set": above.exists(),
        "years": [RatingYear.of(on).number - back for back in range(YEARS_BACK)],
    }
    return render(request, "inspections/rating/ward.html", context)


def _teams(ward: Area, year: RatingYear) -> QuerySet[Team]:
    """The ward's teams that were founded before the year ended, in the order of their numbers."""
    teams = Team.objects.filter(ward=ward, founded_on__lte=year.last_day)
    return teams.select_related("neighbourhood").order_by("number", "pk")


def _level(each: RatedTeam, names: dict[Level, str], *, months: int) -> str:
    if each.rating.level is not None:
        return names[each.rating.level]
    return standing_words(each.rating.standing, months=months)


@login_required
@require_safe
def rating_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The same list as a table file, a column a part."""
    on = timezone.localdate()
    ward = supervised_ward(request, code, on=on)
    year, half = asked_year(request, on=on)
    criteria, _row = criteria_of(ward.parent)
    rated = rated_teams(list(_teams(ward, year)), year, criteria=criteria, on=on, half=half)
    names = level_names()
    columns = [
        Column(_("Tổ"), 12),
        Column(_("Khu vực"), 24),
        *(Column(str(PART_NAMES[part]), 16) for part in RatingPart),
        Column(_("Điểm gợi ý"), 12),
        Column(_("Mức gợi ý"), 30),
    ]
    rows = (
        [
            str(each.team),
            each.team.neighbourhood.name,
            *(None if p.share is None else round(p.points, 1) for p in each.rating.parts),
            each.rating.score,
            _level(each, names, months=criteria.months),
        ]
        for each in rated
    )
    title = _("Gợi ý xếp loại %(year)s") % {"year": year}
    name = f"{ward.code}-xep-loai-{year}{'-nua-nam' if half else ''}"
    return table_file(columns, rows, file_format=file_format, title=title, name=name)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_rating(request: HttpRequest, team_id: int) -> HttpResponse:
    """A team's parts; its officers add what only people know."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    year, _half = asked_year(request, on=on)
    may_enter = is_supervised(team)
    entry = TeamYearEntry.objects.filter(team=team, year=year.number).first()
    form = TeamYearForm(request.POST) if request.method == "POST" else TeamYearForm.of(entry)
    if request.method == "POST":
        if not may_enter:
            raise Http404
        if form.is_valid() and _enter(request, team, year, form):
            messages.success(request, _("Đã ghi thông tin của tổ."))
            return redirect(f"{redirect('team_rating', team.pk).url}?year={year}")
    criteria, _row = criteria_of(team.ward.parent)
    rated = rated_teams([team], year, criteria=criteria, on=on)[0]
    context = {
        "team": team,
        "year": year,
        "rated": rated,
        "level": _level(rated, level_names(), months=criteria.months),
        "parts": [(PART_NAMES[each.part], each) for each in rated.rating.parts],
        "entry": entry,
        "form": form,
        "may_enter": may_enter,
    }
    status = 422 if form.errors else 200
    return render(request, "inspections/rating/team.html", context, status=status)


def _enter(request: HttpRequest, team: Team, year: RatingYear, form: TeamYearForm) -> bool:
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    try:
        enter_team_year(team, year, form.told(), by=request.user, at=timezone.now())
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rating_criteria(request: HttpRequest, code: str) -> HttpResponse:
    """How the city weighs a year, and who changed that when and why."""
    on = timezone.localdate()
    cities = areas_visible_to(request.user, on=on).filter(level=Area.Level.CITY)
    city = fetch(cities.order_by("-valid_from"), code=code)
    held, row = criteria_of(city)
    form = CriteriaForm(request.POST or None, criteria=held)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
        note = form.cleaned_data["note"]
        set_criteria(city, form.criteria(), note=note, by=request.user, at=timezone.now())
        messages.success(request, _("Đã đổi cách tính. Các năm trước cũng hiện theo cách mới."))
        return redirect("rating_criteria", city.code)
    context: dict[str, Any] = {"city": city, "form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "inspections/rating/criteria.html", context, status=status)
