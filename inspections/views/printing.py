"""A whole ward's paper: asked for here, printed by the queue, fetched here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firesafety.access import fetch
from firesafety.months import Month
from households.models import User
from inspections.forms.month import PrintForm
from inspections.models import PrintJob
from inspections.rules import print_jobs_visible_to
from inspections.services.print_job import request_printing
from inspections.views.door import supervised_ward
from inspections.views.sheets import private_file

SHOWN = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ward_print(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a ward's papers of a month, and see how far the last ones are."""
    on = timezone.localdate()
    ward = supervised_ward(request, code, on=on)
    this = Month.of(on)
    form = PrintForm(request.POST or None, months=(this, this.next(), this.previous()))
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
        request_printing(
            ward,
            form.chosen(),
            what=form.cleaned_data["what"],
            language=get_language() or "vi",
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã nhận yêu cầu in. Tệp sẽ hiện ở dưới khi xong."))
        return redirect("ward_print", ward.code)
    jobs = list(PrintJob.objects.filter(ward=ward).select_related("requested_by")[:SHOWN])
    waiting = any(job.state == PrintJob.State.QUEUED for job in jobs)
    context = {"ward": ward, "form": form, "jobs": jobs, "waiting": waiting}
    status = 422 if form.errors else 200
    return render(request, "inspections/print/ward.html", context, status=status)


@login_required
@require_safe
def print_file(request: HttpRequest, code: str, job_id: int) -> FileResponse:
    """A finished file, for those who may print the ward."""
    jobs = print_jobs_visible_to(request.user, on=timezone.localdate())
    job = fetch(jobs, pk=job_id, ward__code=code, state=PrintJob.State.DONE)
    name = f"{code}-{Month.of(job.month)}-{job.what}.pdf"
    file = job.file.open("rb")
    return private_file(
        FileResponse(file, as_attachment=True, content_type="application/pdf", filename=name)
    )
