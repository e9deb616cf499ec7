"""A whole ward's paper: asked for here, printed by the queue, fetched here."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firesafety.access import fetch
from firesafety.downloads import private_file
from firesafety.months import Month
from households.models import Area, User
from inspections.forms.month import PrintForm
from inspections.forms.sheet import UNUSUAL
from inspections.models import PrintJob
from inspections.printing.catalogue import TEAM_SHEETS
from inspections.printing.kinds import kind_label
from inspections.queries.paper import printable_teams, ward_teams_with_round
from inspections.rules import print_jobs_visible_to
from inspections.services.print_job import (
    NothingToPrint,
    cancel_printing,
    request_printing,
    retry_printing,
)
from inspections.views.door import supervised_ward
from inspections.views.papers import offer_area_papers

SHOWN = 10
CONTENT_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One job as the page lists it, with what was asked for in words."""

    job: PrintJob
    label: str
    details: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ward_print(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a ward's papers of a month, and see how far the last ones are.

    With ``?watch`` a browser without scripts loads the page anew by itself, so the form, which
    would lose what is being chosen, is folded away then.
    """
    on = timezone.localdate()
    ward = supervised_ward(request, code, on=on)
    this = Month.of(on)
    months = (this, this.next(), this.previous())
    teams = printable_teams(ward, months)
    form = PrintForm(
        request.POST or None,
        months=months,
        kinds=[(kind.name, kind.title) for kind in TEAM_SHEETS.values()],
        offered={kind.name: kind.choices for kind in TEAM_SHEETS.values()},
        teams=teams,
        ward=ward.name,
        initial={"language": get_language()},
    )
    if request.method == "POST" and form.is_valid() and _ask(request, ward, form):
        messages.success(request, _("Đã nhận yêu cầu in. Tệp sẽ hiện ở dưới khi xong."))
        return _to_jobs(ward)
    rows = [
        PrintRow(job, kind_label(job.what), _details(job))
        for job in PrintJob.objects.filter(ward=ward)[:SHOWN]
    ]
    waiting = any(row.job.state == PrintJob.State.QUEUED for row in rows)
    context = {
        "ward": ward,
        "form": form,
        "teams": teams,
        "rows": rows,
        "waiting": waiting,
        "papers": offer_area_papers(ward, this),
        "watching": waiting and "watch" in request.GET and not form.is_bound,
    }
    status = 422 if form.errors else 200
    return render(request, "inspections/print/ward.html", context, status=status)


def _ask(request: HttpRequest, ward: Area, form: PrintForm) -> bool:
    """Hand the request on; False when it came to nothing, which the form then says."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    month, chosen = form.chosen(), form.cleaned_data
    kind = TEAM_SHEETS[chosen["what"]]
    teams = ward_teams_with_round(
        ward, month, neighbourhood=form.neighbourhood(), picked=chosen["teams"]
    )
    try:
        request_printing(
            ward,
            month,
            what=kind.name,
            language=chosen["language"] or get_language() or "vi",
            by=request.user,
            at=timezone.now(),
            teams=teams,
            options=form.options(),
            packing=chosen["packing"] or PrintJob.Packing.PDF,
            teams_per_part=kind.teams_per_part,
        )
    except NothingToPrint:
        words = _(
            "Tháng %(month)s chưa chia lượt cho tổ nào trong phần đã chọn. Xin chọn tháng hoặc "
            "phần khác, hoặc mở tháng trước rồi in."
        )
        form.add_error(None, words % {"month": f"{month.first_day:%m/%Y}"})
        return False
    return True


def _details(job: PrintJob) -> str:
    """How many teams, and what is out of the ordinary about a request."""
    teams = ngettext("%(count)s tổ", "%(count)s tổ", job.teams) % {"count": job.teams}
    parts = [teams] if job.teams else []
    if job.language != get_language():
        parts.append(_("bản tiếng Anh") if job.language == "en" else _("bản tiếng Việt"))
    parts += [
        f"{str(words)[:1].lower()}{str(words)[1:]}"
        for name, choices in UNUSUAL.items()
        for value, words in choices
        if job.options.get(name) == value
    ]
    if job.packing == PrintJob.Packing.ZIP:
        parts.append(_("zip, mỗi tổ một PDF"))
    return ", ".join(parts)


def _to_jobs(ward: Area) -> HttpResponse:
    # Without a fragment: with one, a browser takes the page's own refresh for a jump within it.
    return redirect(f"{reverse('ward_print', args=[ward.code])}?watch=1")


def _job_for(request: HttpRequest, code: str, job_id: int, **state: str) -> PrintJob:
    jobs = print_jobs_visible_to(request.user, on=timezone.localdate()).select_related("ward")
    return fetch(jobs, pk=job_id, ward__code=code, **state)


@login_required
@require_safe
def print_file(request: HttpRequest, code: str, job_id: int) -> FileResponse:
    """A finished file, for those who may print the ward; raises Http404 where it was lost."""
    job = _job_for(request, code, job_id, state=PrintJob.State.DONE)
    name = f"{code}-{Month.of(job.month)}-{job.what}.{job.packing}"
    try:
        file = job.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = CONTENT_TYPES[job.packing]
    return private_file(FileResponse(file, as_attachment=True, content_type=kind, filename=name))


@login_required
@require_POST
def print_cancel(request: HttpRequest, code: str, job_id: int) -> HttpResponse:
    """Stop a job that is not done yet."""
    job = _job_for(request, code, job_id)
    if cancel_printing(job):
        messages.success(request, _("Đã hủy yêu cầu in, các trang đã in dở được xóa."))
    else:
        messages.warning(request, _("Không hủy được nữa: việc in đã kết thúc trước đó."))
    return _to_jobs(job.ward)


@login_required
@require_POST
def print_retry(request: HttpRequest, code: str, job_id: int) -> HttpResponse:
    """Go on with a job that was given up."""
    job = _job_for(request, code, job_id)
    if retry_printing(job, at=timezone.now()):
        messages.success(request, _("Đang in tiếp phần còn thiếu."))
    else:
        messages.warning(
            request, _("Không in tiếp được yêu cầu này. Xin tạo tệp mới ở trên nếu vẫn cần.")
        )
    return _to_jobs(job.ward)
