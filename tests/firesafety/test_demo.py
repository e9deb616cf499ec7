"""The demo: everything true to show, made once however often it is run."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_q.models import OrmQ
from pypdf import PdfReader

from firesafety.demo.build import build
from firesafety.demo.ward import LOGINS, PASSWORD, WARD_CODE
from firesafety.management.commands.demo import Command
from households.models import Area, Household, Membership, Team, User
from inspections.models import Assignment, Hazard, Inspection, Round, Submission, WardOpening
from inspections.services.opening import open_ward

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
COUNTED = (Household, Team, Membership, User, Round, Assignment, Inspection, Submission, Hazard)


def drain() -> None:
    """What the queue does, without a process of its own."""
    for job in WardOpening.objects.filter(state=WardOpening.State.QUEUED):
        open_ward(job.pk, at=timezone.now())


def run(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return build(households=108, at=AT, drain=drain, say=lambda words: None)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


@pytest.fixture
def sample(db, settings, tmp_path):
    return run(settings, tmp_path)


def test_every_household_that_can_be_placed_is_in_a_team_of_legal_size(sample):
    sizes = [team.memberships.count() for team in Team.objects.all()]
    assert sum(sizes) > 0
    assert all(10 <= size <= 14 for size in sizes)


def test_last_month_is_closed_and_this_month_is_open(sample):
    rounds = Round.objects.values_list("month", "closed_on")
    assert {(f"{month:%Y-%m}", closed_on is None) for month, closed_on in rounds} == {
        ("2026-10", False),
        ("2026-11", True),
    }


def test_results_are_of_mixed_quality(sample):
    done = Inspection.objects.filter(obstacle="").count()
    assert 0 < done < Assignment.objects.count()
    assert set(Hazard.objects.values_list("state", flat=True)) >= {"open"}
    assert set(Inspection.objects.values_list("source", flat=True)) == {"phone", "paper"}


def test_the_sheets_of_every_team_are_printed(sample):
    texts = ["".join(p.extract_text() for p in PdfReader(path).pages) for path in sample.printed]
    assert len(texts) == 2
    assert all("114" in text for text in texts)


def test_each_of_the_three_can_sign_in(sample, client):
    for login in LOGINS:
        assert client.login(username=login.username, password=PASSWORD)


@time_machine.travel(AT)
def test_the_two_links_open_an_assignment_each(sample, client):
    assert len(set(sample.links)) == 2
    assert [client.get(f"/k/{link}/").status_code for link in sample.links] == [200, 200]


def test_running_it_again_changes_nothing(sample, settings, tmp_path):
    before = counts()
    again = run(settings, tmp_path)
    assert counts() == before
    assert again.links == sample.links


def test_the_sample_ward_is_none_of_the_official_ones(sample):
    assert Area.objects.get(code=WARD_CODE).name == "Phường Mẫu"
    assert sample.ward.parent.code == "92"


class SlowCluster:
    """Does one task and ends, as a cluster does on a busy machine; or none at all."""

    def __init__(self, *words: str, tasks: int) -> None:
        assert words == ("qcluster", "--run-once")
        self.tasks = tasks

    def wait(self) -> int:
        OrmQ.objects.filter(pk__in=OrmQ.objects.values("pk")[: self.tasks]).delete()
        return 0


@pytest.mark.django_db
def test_the_queue_is_emptied_however_little_a_cluster_does(monkeypatch):
    OrmQ.objects.create(key="firesafety", lock=AT)
    OrmQ.objects.create(key="firesafety", lock=AT)
    monkeypatch.setattr(Command, "_start", lambda self, *words: SlowCluster(*words, tasks=1))
    Command()._drain_queue()
    assert not OrmQ.objects.exists()


@pytest.mark.django_db
def test_a_queue_that_does_nothing_is_said(monkeypatch):
    OrmQ.objects.create(key="firesafety", lock=AT)
    monkeypatch.setattr(Command, "_start", lambda self, *words: SlowCluster(*words, tasks=0))
    with pytest.raises(CommandError, match="run it again"):
        Command()._drain_queue()


@pytest.mark.django_db
def test_a_real_site_refuses_the_demo(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="only where DEBUG is on"):
        call_command("demo", no_serve=True, stdout=StringIO())
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("households", [0, 35, 20_001])
def test_a_size_that_makes_no_ward_is_refused(settings, households):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="from 36 to 20000"):
        call_command("demo", no_serve=True, households=households, stdout=StringIO())


@pytest.mark.django_db
def test_a_port_that_is_taken_is_said_before_anything_is_made(settings):
    settings.DEBUG = True
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"try: manage.py demo --port {port + 1}"):
            call_command("demo", port=port, stdout=StringIO())
    assert not User.objects.exists()
