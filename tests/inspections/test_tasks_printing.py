"""A ward's paper through the queue: in parts, joined, once, whatever happens on the way."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django_q.models import OrmQ
from pypdf import PdfReader

from inspections import tasks
from inspections.models import HouseholdLink, PrintJob, PrintPart
from inspections.services.print_job import (
    JOIN_PARTS_TASK,
    KEPT,
    MAX_ATTEMPTS,
    NothingToPrint,
    cancel_printing,
    prune_prints,
    reconcile_printing,
    request_printing,
    retry_printing,
)
from inspections.services.print_part import LEASE, claim_part
from tests.factories import make_team
from tests.inspections.queueing import drain
from tests.inspections.services.stories import DECEMBER, at, open_december

FIRST = date(2026, 12, 1)
pytestmark = pytest.mark.usefixtures("queue_runs_here", "files")


@pytest.fixture
def opened(neighbourhood):
    """Three teams with their month."""
    return [open_december(make_team(neighbourhood, 3, number=n)) for n in (1, 2, 3)]


def ask(ward, *, what="checklists", when=None, **wishes):
    wishes = {"language": "vi", "teams_per_part": 1} | wishes
    return request_printing(ward, DECEMBER, what=what, by=None, at=when or at(FIRST), **wishes)


def print_all(job):
    """Every part by hand, and the joining; without the queue."""
    for part in list(job.parts.all()):
        tasks.print_part(part.pk)
    tasks.join_parts(job.pk)
    job.refresh_from_db()


def stored(files):
    return sorted(str(path.relative_to(files)) for path in files.rglob("*") if path.is_file())


def read(job):
    with default_storage.open(job.file.name) as file:
        return PdfReader(BytesIO(file.read()))


def names_of(round):
    return [each.inspected.holder_name for each in round.assignments.select_related("inspected")]


# ── One file out of parts ────────────────────────────────────────────────────────────────────────


def test_notices_of_rounds_of_before_get_their_links_when_they_are_printed(ward, opened):
    HouseholdLink.objects.all().delete()
    job = ask(ward, what="notices")
    assert not HouseholdLink.objects.exists()

    drain()

    job.refresh_from_db()
    assert job.state == "done"
    assert HouseholdLink.objects.count() == 9


def test_a_wards_pages_come_out_of_the_queue_as_one_file(ward, opened, files):
    job = ask(ward)
    assert [part.teams for part in job.parts.all()] == [[round.team_id] for round in opened]
    drain()
    job.refresh_from_db()
    assert (job.state, job.teams, job.teams_done, job.attempts) == ("done", 3, 3, 1)
    document = read(job)
    assert len(document.pages) == job.pages
    text = "\n".join(page.extract_text() for page in document.pages)
    places = [text.index(name) for round in opened for name in names_of(round)[:1]]
    assert places == sorted(places)
    assert text.count("Cháy: gọi 114") == job.pages
    assert len(document.outline) == 3
    assert stored(files) == [job.file.name]
    assert not PrintPart.objects.exists()


def test_a_zip_holds_one_document_for_each_team(ward, opened, files):
    job = ask(ward, packing="zip", teams_per_part=2)
    drain()
    job.refresh_from_db()
    with default_storage.open(job.file.name) as file, ZipFile(file) as archive:
        assert archive.testzip() is None
        pages = {name: PdfReader(BytesIO(archive.read(name))).pages for name in archive.namelist()}
    assert list(pages) == [f"to-00{n}-2026-12-checklists.pdf" for n in (1, 2, 3)]
    assert sum(map(len, pages.values())) == job.pages
    for (name, found), round in zip(pages.items(), opened, strict=True):
        text = found[0].extract_text()
        assert all(each in text for each in names_of(round)), name


def test_large_letters_reach_the_paper(ward, opened):
    normal, large = ask(ward), ask(ward, options={"size": "large"})
    drain()
    for job in (normal, large):
        job.refresh_from_db()
    sizes = [float(max(_font_sizes(read(job)))) for job in (normal, large)]
    assert sizes[1] > sizes[0]


def _font_sizes(document):
    found = set()
    document.pages[0].extract_text(visitor_text=lambda *given: found.add(given[4]))
    return found


def test_printing_the_same_pages_again_is_the_same_file(ward, opened, files):
    first, second = ask(ward, what="summaries"), None
    print_all(first)
    second = ask(ward, what="summaries")
    print_all(second)
    assert first.pk != second.pk  # a finished file may be asked for again
    assert first.file.name == second.file.name
    assert stored(files) == [first.file.name]


# ── The same request ─────────────────────────────────────────────────────────────────────────────


def test_the_same_request_is_one_job_while_it_waits_and_any_difference_is_another(ward, opened):
    teams = [round.team for round in opened]
    wishes = (
        {},
        {"what": "summaries"},
        {"language": "en"},
        {"packing": "zip"},
        {"options": {"size": "large"}},
        {"teams": teams[:2]},
    )
    jobs = [ask(ward, **wish) for wish in wishes]
    waiting = OrmQ.objects.count()
    assert len({job.pk for job in jobs}) == len(wishes)
    assert [ask(ward, **wish).pk for wish in wishes] == [job.pk for job in jobs]
    assert ask(ward, teams=teams).pk == jobs[0].pk  # all teams by name are the whole ward
    assert OrmQ.objects.count() == waiting == 3 * 5 + 2


def test_a_month_that_is_not_open_is_refused(ward, neighbourhood):
    make_team(neighbourhood, 3)
    with pytest.raises(NothingToPrint):
        ask(ward)
    assert (PrintJob.objects.count(), OrmQ.objects.count()) == (0, 0)


# ── Once, whatever happens ───────────────────────────────────────────────────────────────────────


def test_a_part_that_another_worker_has_is_not_printed_twice(ward, opened):
    part = ask(ward).parts.first()
    assert claim_part(part.pk, at=at(FIRST)).attempts == 1
    assert claim_part(part.pk, at=at(FIRST) + timedelta(minutes=1)) is None
    # A worker that is silent for longer than a task may take is dead.
    assert claim_part(part.pk, at=at(FIRST) + LEASE).attempts == 2


def test_deliveries_after_the_end_change_nothing(ward, opened, files):
    job = ask(ward)
    keys = [part.pk for part in job.parts.all()]
    print_all(job)
    before = list(PrintJob.objects.values()), stored(files)
    for key in keys:
        tasks.print_part(key)
    tasks.join_parts(job.pk)
    assert (list(PrintJob.objects.values()), stored(files)) == before


def test_joining_waits_for_every_part(ward, opened):
    job = ask(ward)
    tasks.print_part(job.parts.first().pk)
    tasks.join_parts(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.teams_done) == ("queued", 0, 1)


def test_two_who_print_one_part_leave_one_file_and_count_it_once(ward, opened, files, monkeypatch):
    job = ask(ward)
    part = job.parts.first()
    whole = tasks.write_part

    def overtaken(out, *args, **options):
        monkeypatch.setattr(tasks, "write_part", whole)
        PrintPart.objects.update(claimed_at=None)  # it was thought dead
        tasks.print_part(part.pk)
        return whole(out, *args, **options)

    monkeypatch.setattr(tasks, "write_part", overtaken)
    tasks.print_part(part.pk)
    part.refresh_from_db()
    job.refresh_from_db()
    assert (part.state, part.attempts, job.teams_done) == ("done", 2, 1)
    assert stored(files) == [part.file.name]


def test_two_who_join_leave_one_file(ward, opened, files, monkeypatch):
    job = ask(ward)
    for part in job.parts.all():
        tasks.print_part(part.pk)
    whole = tasks.packing.join_parts

    def overtaken(out, packing, openers):
        monkeypatch.setattr(tasks.packing, "join_parts", whole)
        whole(out, packing, openers[:1])  # other pages than the quicker one's
        tasks.join_parts(job.pk)

    monkeypatch.setattr(tasks.packing, "join_parts", overtaken)
    tasks.join_parts(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert stored(files) == [job.file.name]
    assert len(read(job).outline) == 3


def test_a_part_that_fails_is_tried_again_at_once_and_then_its_job_is_given_up(
    ward, opened, monkeypatch
):
    job = ask(ward)
    part = job.parts.first()
    OrmQ.objects.all().delete()

    def broken(*args, **options):
        raise OSError("disk full")

    monkeypatch.setattr(tasks, "write_part", broken)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        with pytest.raises(OSError, match="disk full"):
            tasks.print_part(part.pk)
        assert OrmQ.objects.count() == min(attempt, MAX_ATTEMPTS - 1)
    job.refresh_from_db()
    assert job.state == "dead"


def test_a_part_that_kills_its_workers_is_given_up(ward, opened, monkeypatch):
    job = ask(ward)
    part = job.parts.first()

    def killed(*args, **options):
        raise SystemExit

    monkeypatch.setattr(tasks, "write_part", killed)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(SystemExit):
            tasks.print_part(part.pk)
        PrintPart.objects.update(claimed_at=None)  # its lease has run out
    tasks.print_part(part.pk)
    job.refresh_from_db()
    assert job.state == "dead"


def test_joining_that_fails_is_tried_again_and_then_given_up(ward, opened, monkeypatch):
    job = ask(ward)
    for part in job.parts.all():
        tasks.print_part(part.pk)

    def broken(*args, **options):
        raise OSError("disk full")

    monkeypatch.setattr(tasks.packing, "join_parts", broken)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(OSError, match="disk full"):
            tasks.join_parts(job.pk)
    job.refresh_from_db()
    assert job.state == "dead"


def test_a_job_that_was_given_up_goes_on_with_what_is_missing(ward, opened, monkeypatch):
    job = ask(ward)
    first, second, _third = job.parts.all()
    tasks.print_part(first.pk)
    PrintJob.objects.update(state="dead")
    PrintPart.objects.filter(pk=second.pk).update(attempts=MAX_ATTEMPTS, claimed_at=at(FIRST))
    OrmQ.objects.all().delete()
    printed = []
    whole = tasks.write_part
    monkeypatch.setattr(
        tasks, "write_part", lambda *a, **o: (printed.append(a[2][0].pk), whole(*a, **o))[1]
    )

    assert retry_printing(job, at=at(FIRST))
    assert not retry_printing(job, at=at(FIRST))
    drain()

    job.refresh_from_db()
    assert (job.state, job.teams_done) == ("done", 3)
    assert printed == [opened[1].team_id, opened[2].team_id]


def test_a_job_is_not_taken_up_while_the_same_is_being_printed(ward, opened):
    given_up = ask(ward)
    PrintJob.objects.update(state="dead")
    ask(ward)
    assert not retry_printing(given_up, at=at(FIRST))
    given_up.refresh_from_db()
    assert given_up.state == "dead"


def test_only_what_got_lost_is_sent_again(ward, opened):
    job = ask(ward)
    tasks.print_part(job.parts.first().pk)
    PrintJob.objects.update(moved_at=at(FIRST))
    OrmQ.objects.all().delete()
    assert reconcile_printing(at=at(FIRST) + timedelta(minutes=5)) == 0
    assert reconcile_printing(at=at(FIRST) + timedelta(minutes=25)) == 1
    assert reconcile_printing(at=at(FIRST) + timedelta(minutes=26)) == 0
    assert OrmQ.objects.count() == 2
    drain()
    job.refresh_from_db()
    assert job.state == "done"


def test_a_joining_that_got_lost_is_sent_again(ward, opened):
    job = ask(ward)
    for part in job.parts.all():
        tasks.print_part(part.pk)
    PrintJob.objects.update(moved_at=at(FIRST))
    OrmQ.objects.all().delete()
    assert reconcile_printing(at=at(FIRST) + timedelta(hours=1)) == 1
    assert [row.func() for row in OrmQ.objects.all()] == [JOIN_PARTS_TASK]


# ── Cancelling ───────────────────────────────────────────────────────────────────────────────────


def test_a_cancelled_job_leaves_no_file_and_prints_no_more(ward, opened, files):
    job = ask(ward)
    tasks.print_part(job.parts.first().pk)
    assert len(stored(files)) == 1
    assert cancel_printing(job)
    assert not cancel_printing(job)
    drain()
    job.refresh_from_db()
    assert (job.state, job.file.name, stored(files)) == ("cancelled", "", [])
    assert ask(ward).pk != job.pk


@pytest.mark.parametrize("moment", ["write_part", "join_parts"])
def test_a_job_cancelled_during_the_work_leaves_no_file(ward, opened, files, monkeypatch, moment):
    job = ask(ward)
    parts = list(job.parts.all())
    if moment == "join_parts":
        for part in parts:
            tasks.print_part(part.pk)
    place = tasks if moment == "write_part" else tasks.packing
    whole = getattr(place, moment)

    def cancelled(*args, **options):
        assert cancel_printing(job)
        return whole(*args, **options)

    monkeypatch.setattr(place, moment, cancelled)
    if moment == "write_part":
        tasks.print_part(parts[0].pk)
    else:
        tasks.join_parts(job.pk)
    job.refresh_from_db()
    assert (job.state, stored(files)) == ("cancelled", [])


def test_a_finished_job_is_not_cancelled(ward, opened):
    job = ask(ward)
    print_all(job)
    assert not cancel_printing(job)
    assert default_storage.exists(job.file.name)


# ── Keeping ──────────────────────────────────────────────────────────────────────────────────────


def test_old_files_are_deleted_and_shared_ones_kept(ward, opened, files):
    print_all(ask(ward, what="summaries", when=at(FIRST)))
    print_all(ask(ward, when=at(FIRST)))
    half = ask(ward, language="en", when=at(FIRST))
    tasks.print_part(half.parts.first().pk)
    new = PrintJob.objects.get(what="summaries")
    new.pk, new.requested_at = None, at(date(2027, 1, 20))
    new.save()  # the same pages, asked for later
    assert len(stored(files)) == 3
    assert prune_prints(on=FIRST + KEPT) == 0
    assert prune_prints(on=FIRST + KEPT + timedelta(days=1)) == 3
    assert [job.pk for job in PrintJob.objects.all()] == [new.pk]
    assert stored(files) == [new.file.name]
