"""SIGKILL, the real one, at every step of a ward's opening: nothing is lost, nothing is doubled."""

import json
import os
import subprocess
import sys
from pathlib import Path

# A database of its own in a file, and a process for each worker: a kill must reach neither the
# tests' connection nor their process.
STORY = '''
import json, os, signal
import django
django.setup()
from datetime import date
from django.core.management import call_command
from django.db import connection
from inspections.models import Assignment, Round, WardOpening
from inspections.services import opening
from tests.factories import make_neighbourhood, make_team, make_ward
from tests.inspections.services.stories import DECEMBER, at

FIRST = at(date(2026, 12, 1))
KILL = lambda *args, **options: os.kill(os.getpid(), signal.SIGKILL)

def work(key, *, die_before=None, die_after=None):
    """A worker's life: open the ward, or die on the way; the signal that ended it."""
    connection.close()
    child = os.fork()
    if not child:
        if die_before:
            setattr(opening, die_before, KILL)
        if die_after:
            whole = getattr(opening, die_after)
            setattr(opening, die_after, lambda *a, **o: (whole(*a, **o), KILL()))
        opening.open_ward(key, at=FIRST)
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])

call_command("migrate", verbosity=0)
make_team(make_neighbourhood(make_ward()), 12)
key = opening.request_opening(DECEMBER, at=FIRST).wards.get().pk
signals = [work(key, die_before=step) for step in ("plan_openings", "_mark_done", "write_rounds")]
signals += [work(key, die_after=step) for step in ("write_rounds", "_count", "_finish")]
left = [Round.objects.count(), Assignment.objects.count()]
signals += [work(key), work(key, die_before="plan_openings"), work(key)]
job = WardOpening.objects.get()
made = [Round.objects.count(), Assignment.objects.count()]
print(json.dumps([signals, left, made, job.state, job.attempts, job.opened, job.assignments]))
'''


def test_a_ward_is_opened_exactly_once_whatever_kills_its_workers(tmp_path):
    root = Path(__file__).resolve().parents[3]
    story = subprocess.run(
        [sys.executable, "-c", STORY],
        cwd=root,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'story.sqlite3'}",
            "VAR_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert story.returncode == 0, story.stderr
    signals, left, made, *job = json.loads(story.stdout.splitlines()[-1])
    assert signals == [9] * 6 + [0] * 3
    assert left == [0, 0]  # six workers died half-way and left nothing behind
    assert made == [1, 12]
    # Once done, a further delivery counts no attempt and plans nothing.
    assert job == ["done", 7, 1, 12]
