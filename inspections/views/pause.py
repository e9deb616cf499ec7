"""A team rests for a while, and works again; what that does to its dates is said before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from households.models import Team, User
from inspections.forms.pause import PauseForm, ResumeForm
from inspections.models import TeamPause
from inspections.planning.clock import Pause
from inspections.queries.pause import PauseEffect, pause_effects, team_pauses
from inspections.services.pause import PauseRefused, pause_team, resume_team
from inspections.views.door import team_for
from inspections.views.sentences import day_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_pause(request: HttpRequest, team_id: int) -> HttpResponse:
    """The team's rests; the form to begin one, or to end the one that goes on."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    pauses = team_pauses(team)
    current = next((each for each in pauses if each.ends_on is None), None)
    data = request.POST if request.method == "POST" else None
    form = PauseForm(data, today=on) if current is None else ResumeForm(data, today=on)
    effects: list[str] | None = None
    if form.is_valid():
        wanted = _wanted(form, current)
        effects = effect_sentences(pause_effects(team, wanted), wanted) if wanted else [_never()]
        if form.cleaned_data["seen"] == form.fingerprint and "save" in request.POST:
            assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
            if _write(request, team, form, by=request.user):
                return redirect("team_pause", team.pk)
            effects = None
    context = {
        "team": team,
        "current": current,
        "pauses": pauses,
        "form": form,
        "effects": effects,
        "seen": form.fingerprint if effects is not None else "",
    }
    status = 422 if form.errors else 200
    return render(request, "inspections/team/pause.html", context, status=status)


def _wanted(form: PauseForm | ResumeForm, current: TeamPause | None) -> Pause | None:
    """The rest that the form asks for; None where one is taken back as if it had never been."""
    if isinstance(form, PauseForm):
        return Pause(form.cleaned_data["starts_on"], form.cleaned_data["until"])
    assert current is not None  # noqa: S101 - Only a rest that goes on is ended.
    ends_on = form.cleaned_data["on"]
    return Pause(current.starts_on, ends_on) if ends_on > current.starts_on else None


def _write(request: HttpRequest, team: Team, form: PauseForm | ResumeForm, *, by: User) -> bool:
    """Whether it could be written; else the reason stands on the form."""
    given = form.cleaned_data
    if isinstance(form, ResumeForm):
        resume_team(team, on=given["on"], by=by)
        messages.success(request, _("Tổ làm lại từ %(day)s.") % {"day": day_words(given["on"])})
        return True
    try:
        pause_team(team, on=given["starts_on"], until=given["until"], note=given["note"], by=by)
    except PauseRefused as refused:
        form.add_error("starts_on", str(refused))
        return False
    messages.success(request, _("Tổ nghỉ từ %(day)s.") % {"day": day_words(given["starts_on"])})
    return True


def _never() -> str:
    return _("Lần nghỉ này coi như chưa có; các ngày hạn giữ nguyên.")


def effect_sentences(effects: Iterable[PauseEffect], pause: Pause) -> list[str]:
    """What a rest does to the team's dates, a sentence for each open round."""
    said = [_effect(each) for each in effects]
    if not said:
        said = [_("Không có đợt nào đang mở trong những ngày đó, nên không ngày nào phải dời.")]
    if pause.ends_on is None:
        said.append(_("Trong lúc nghỉ, tổ không được chia lượt mới và không bị nhắc."))
    return said


def _effect(effect: PauseEffect) -> str:
    words = {"month": f"{effect.round.month:%m/%Y}", "due": _show(effect.round.due_on)}
    if effect.dates is None:
        return (
            ngettext(
                "Đợt tháng %(month)s: hạn %(due)s sẽ dời đi. Khi tổ làm lại vẫn còn %(n)d ngày.",
                "Đợt tháng %(month)s: hạn %(due)s sẽ dời đi. Khi tổ làm lại vẫn còn %(n)d ngày.",
                effect.days_left,
            )
            % {**words, "n": effect.days_left}
            if effect.days_left
            else _("Đợt tháng %(month)s: hạn %(due)s đã qua, ngày chốt sẽ dời đi.") % words
        )
    words |= {"new": _show(effect.dates.due_on), "closing": _show(effect.dates.missed_on)}
    if effect.dates.due_on == effect.round.due_on:
        return _("Đợt tháng %(month)s: hạn giữ nguyên %(due)s, chốt ngày %(closing)s.") % words
    return _("Đợt tháng %(month)s: hạn %(due)s dời thành %(new)s, chốt ngày %(closing)s.") % words


def _show(day: date) -> str:
    return f"{day:%d/%m/%Y}"
