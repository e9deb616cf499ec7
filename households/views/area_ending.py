"""Whoever comes to the page of an area that a reform ended is told where its work goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from households.models import Area
from households.queries.area_ending import AreaEnding, area_ending, ended_area
from households.rules import areas_visible_to

Page = Callable[..., HttpResponse]


def ending_of(request: HttpRequest, area: Area, *, on: date) -> AreaEnding | None:
    """What became of an area, with the ways on that this officer has; None of a standing one."""
    return area_ending(area, visible=areas_visible_to(request.user, on=on))


def pointing_to_heirs(page: Page) -> Page:
    """Let a page of an area tell the officers of what it became, whose it is no more (410).

    A ward's officers go on in the ward that took over, so the old one is not theirs to see; but
    they have its address in their bookmarks and letters. Anybody else gets 404.
    """

    @wraps(page)
    def pointing(request: HttpRequest, code: str) -> HttpResponse:
        try:
            return page(request, code)
        except Http404:
            if request.method not in ("GET", "HEAD"):
                raise
            on = timezone.localdate()
            ended = ended_area(code, visible=areas_visible_to(request.user, on=on))
            if ended is None:
                raise
            context = {"area": ended, "ending": ending_of(request, ended, on=on)}
            return render(request, "households/area_ended.html", context, status=410)

    return pointing
