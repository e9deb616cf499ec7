"""The city's own order of calls: what holds, who decided it, and trying another one out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from households.models import Area, User
from inspections.forms.weights import WeightsForm, label_of, plain
from inspections.planning.weights import Change
from inspections.queries.overdue import describe
from inspections.queries.weights import newest_decisions, weights_of_area
from inspections.services.weights import decide_weights, try_weights
from inspections.views.calls import calls
from inspections.views.door import supervised_ward_or_city

TRIED = 10
DECISIONS_SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def city_weights(request: HttpRequest, code: str) -> HttpResponse:
    """See, try and decide the weights of a city. Trying changes nothing."""
    on = timezone.localdate()
    city = supervised_ward_or_city(request, code, on=on)
    if city.level != Area.Level.CITY:
        raise Http404
    form = WeightsForm(request.POST or None, standing=weights_of_area(city))
    tried = None
    if request.method == "POST" and form.is_valid():
        if "save" in request.POST:
            assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
            note = form.cleaned_data["note"]
            decide_weights(city, form.weights(), note=note, by=request.user, at=timezone.now())
            messages.success(request, _("Đã lưu cách xếp mới."))
            return redirect("city_weights", city.code)
        worst = try_weights(city, form.weights(), on=on, limit=TRIED)
        tried = calls(describe(worst.ranked, worst.facts, worst.teams))
    context = {
        "area": city,
        "form": form,
        "tried": tried,
        "decisions": [
            (each.row, [change_words(change) for change in each.changes])
            for each in newest_decisions(city, DECISIONS_SHOWN)
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "inspections/area/weights.html", context, status=status)


def change_words(change: Change) -> str:
    """A weight by its name on the page, with the number before and the one decided on."""
    words = {
        "name": label_of(change.name),
        "before": localize(plain(change.before)),
        "after": localize(plain(change.after)),
    }
    return _("%(name)s: %(before)s → %(after)s") % words
