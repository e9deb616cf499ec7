"""How a team's months are planned: chosen, shown for three months, and only then kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from households.models import User
from inspections.forms.rotation import Names, RotationForm, pair_key
from inspections.queries.rotation import (
    PreviewMonth,
    RotationSettings,
    current_stays,
    mode_changes,
    preview,
    rotation_settings,
)
from inspections.services.rotation import set_rotation
from inspections.views.door import team_for
from inspections.views.sentences import plan_shortage_sentences

CHANGES_SHOWN = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_rotation(request: HttpRequest, team_id: int) -> HttpResponse:
    """The settings and the three months that follow from them.

    Saving takes what was shown: settings changed since the last preview are shown first.
    """
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    names = {stay.household_id: stay.household.holder_name for stay in current_stays(team, on=on)}
    held = rotation_settings(team, on=on)
    form = RotationForm(request.POST or None, names=names, settings=held)
    wanted = form.chosen() if request.method == "POST" and form.is_valid() else None
    mark = fingerprint(wanted, form.cleaned_data["note"]) if wanted else ""
    if wanted and request.POST.get("act") == "save" and request.POST.get("seen") == mark:
        assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
        set_rotation(
            team, wanted, by=request.user, at=timezone.now(), note=form.cleaned_data["note"]
        )
        messages.success(request, _("Đã lưu. Áp dụng từ đợt chưa mở; đợt đang mở giữ nguyên."))
        return redirect("team_rotation", team.pk)
    months = preview(team, wanted or held, on=on)
    context = {
        "team": team,
        "form": form,
        "seen": mark,
        "months": [month_lines(month, names) for month in months],
        "is_changed": wanted is not None,
        "changes": mode_changes(team)[:CHANGES_SHOWN],
    }
    return render(
        request, "inspections/team/rotation.html", context, status=422 if form.errors else 200
    )


def fingerprint(settings: RotationSettings, note: str) -> str:
    """Names what was previewed, so that nothing else is saved."""
    pairs = sorted(map(pair_key, settings.excluded))
    parts = [
        settings.mode.value,
        settings.crew_size,
        sorted(settings.seen_by_two),
        pairs,
        note,
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def month_lines(shown: PreviewMonth, names: Names) -> dict[str, Any]:
    """One month of the preview as the page shows it."""
    if shown.plan is None:
        return {"month": shown.month, "rests": True}
    return {
        "month": shown.month,
        "pairs": list(_named(shown.plan.visits, names)),
        "shortages": plan_shortage_sentences(shown.plan.shortages),
    }


def _named(visits: Iterable[Any], names: Names) -> Iterable[tuple[str, str]]:
    return ((names[visit.inspector], names[visit.inspected]) for visit in visits)
