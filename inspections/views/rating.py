"""A suggested rating of a ward's teams: the list, a team's parts, what people add, the criteria."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
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
from inspections.planning.rating_year import SETTLING, RatingYear
from inspections.queries.rating import (
    RatedTeam,
    criteria_of,
    decided_criteria,
    rated_teams,
    rated_until,
)
from inspections.services.rating import enter_team_year, set_criteria
from inspections.views.door import is_supervised, supervised_ward, team_for

PER_PAGE = 25
YEARS_BACK = 5
DECISIONS_SHOWN = 20


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
        Standing.TOO_SHORT: _("Chưa xếp: tổ hoạt động chưa đủ %(months)d tháng")
        % {"months": months},
        Standing.DISBANDED: _("Không xếp: tổ đã giải thể"),
        Standing.NO_COMPLETE_ROUND: _("Chưa xếp: chưa tháng nào xem đủ các hộ"),
        Standing.TOO_LITTLE_KNOWN: _("Chưa xếp: còn thiếu nhiều thông tin"),
    }
    return words[standing]


def unknown_words(part: RatingPart) -> str:
    """Why a part is not counted: nobody said, or there was nothing to count."""
    nothing = {
        RatingPart.ROUNDS_ON_TIME: _("chưa có đợt nào tới hạn, không tính"),
        RatingPart.COVERAGE: _("chưa có đợt nào tới hạn, không tính"),
        RatingPart.CRITICAL_FIXED: _("không có chỗ nào tới hạn, không tính"),
    }
    return nothing.get(part, _("chưa rõ, không tính"))


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
    criteria, row = criteria_of(ward.parent, year)
    until = rated_until(year, on=on, half=half)
    listed = _teams(ward, year, until=until).values_list("pk", "neighbourhood", "disbanded_on")
    keys = [key for key, _place, _end in listed]
    places = [place for _key, place, end in listed if end is None or end > until]
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    # To count the levels every team has to be rated: done where somebody asks, or few are.
    counted = "levels" in request.GET or not page.has_other_pages()
    teams = _teams(ward, year, until=until)
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
        "until": until,
        "lines": [(each, _level(each, names, months=criteria.months)) for each in shown],
        "page": page,
        "levels": [(names[level], levels[level]) for level in Level] if counted else [],
        "teams": len(places),
        "places": len(set(places)),
        "criteria": criteria,
        "set_by": row,
        "may_set": above.exists(),
        "years": [RatingYear.of(on).number - back for back in range(YEARS_BACK)],
    }
    return render(request, "inspections/rating/ward.html", context)


def _teams(ward: Area, year: RatingYear, *, until: date) -> QuerySet[Team]:
    """The ward's teams that were there at any time from the year's first day to ``until``, in the
    order of their numbers."""
    teams = Team.objects.filter(ward=ward, founded_on__lte=until)
    teams = teams.filter(Q(disbanded_on=None) | Q(disbanded_on__gt=year.first_day))
    return teams.select_related("neighbourhood").order_by("number", "pk")


def _level(each: RatedTeam, names: dict[Level, str], *, months: int) -> str:
    if each.rating.level is not None:
        return names[each.rating.level]
    if each.rating.standing is Standing.NO_COMPLETE_ROUND and not each.facts.rounds:
        return _("Chưa xếp: chưa có đợt nào tới hạn")
    return standing_words(each.rating.standing, months=months)


@login_required
@require_safe
def rating_file(request: HttpRequest, code: str, file_format: TableFormat) -> FileResponse:
    """The same list as a table file, a column a part."""
    on = timezone.localdate()
    ward = supervised_ward(request, code, on=on)
    year, half = asked_year(request, on=on)
    criteria, _row = criteria_of(ward.parent, year)
    teams = list(_teams(ward, year, until=rated_until(year, on=on, half=half)))
    rated = rated_teams(teams, year, criteria=criteria, on=on, half=half)
    names = level_names()
    columns = [
        Column(_("Tổ"), 12),
        Column(_("Khu vực"), 24),
        *(Column(str(PART_NAMES[part]), 16) for part in RatingPart),
        Column(_("Điểm đạt được"), 14),
        Column(_("Tính trên"), 12),
        Column(_("Điểm gợi ý"), 12),
        Column(_("Mức gợi ý"), 30),
    ]
    rows = (
        [
            str(each.team),
            each.team.neighbourhood.name,
            *(None if p.share is None else round(p.points, 1) for p in each.rating.parts),
            round(each.rating.reached, 1),
            each.rating.known,
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
    year, half = asked_year(request, on=on)
    may_enter = is_supervised(team)
    entry = TeamYearEntry.objects.filter(team=team, year=year.number).first()
    form = TeamYearForm(request.POST) if request.method == "POST" else TeamYearForm.of(entry)
    if request.method == "POST":
        if not may_enter:
            raise Http404
        if form.is_valid() and _enter(request, team, year, form):
            messages.success(request, _("Đã ghi thông tin của tổ."))
            return redirect(f"{request.path}?year={year}{'&half=1' if half else ''}")
    criteria, row = criteria_of(team.ward.parent, year)
    rated = rated_teams([team], year, criteria=criteria, on=on, half=half)[0]
    context = {
        "team": team,
        "year": year,
        "half": half,
        "until": rated_until(year, on=on, half=half),
        "set_by": row,
        "rated": rated,
        "level": _level(rated, level_names(), months=criteria.months),
        "parts": [
            (PART_NAMES[each.part], each, unknown_words(each.part)) for each in rated.rating.parts
        ],
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
    held, _row = criteria_of(city)
    form = CriteriaForm(request.POST or None, criteria=held)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
        note = form.cleaned_data["note"]
        set_criteria(city, form.criteria(), note=note, by=request.user, at=timezone.now())
        said = _("Đã đổi cách tính. Năm nào đã qua quá %(days)d ngày thì giữ cách tính cũ.")
        messages.success(request, said % {"days": SETTLING.days})
        return redirect("rating_criteria", city.code)
    context: dict[str, Any] = {
        "city": city,
        "form": form,
        "decisions": decided_criteria(city)[:DECISIONS_SHOWN],
    }
    status = 422 if form.errors else 200
    return render(request, "inspections/rating/criteria.html", context, status=status)
