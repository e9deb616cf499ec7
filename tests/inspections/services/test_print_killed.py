"""SIGKILL, the real one, half-way through a ward's printing: only what is missing is printed."""

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
from django.utils import timezone
from inspections import tasks
from inspections.models import PrintJob, PrintPart
from inspections.services import print_job, print_part
from tests.factories import make_neighbourhood, make_team, make_ward
from tests.inspections.services.stories import DECEMBER, at, open_december

FIRST = at(date(2026, 12, 1))
KILL = lambda *args, **options: os.kill(os.getpid(), signal.SIGKILL)
LOG = os.environ["PRINTED"]

def work(task, key, *, die_in=None, place=tasks):
    """A worker's life: run one task, or die on the way; the signal that ended it."""
    connection.close()
    child = os.fork()
    if not child:
        whole = tasks.write_part
        def noted(out, job, teams, *, on):
            with open(LOG, "a") as log:
                log.write(f"{[team.number for team in teams]}\\n")
            return whole(out, job, teams, on=on)
        tasks.write_part = noted
        if die_in:
            setattr(place, die_in, KILL)
        getattr(tasks, task)(key)
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])

call_command("migrate", verbosity=0)
place = make_neighbourhood(make_ward())
for number in range(1, 5):
    team = make_team(place, 3, number=number)
    open_december(team)
job = print_job.request_printing(team.ward, DECEMBER, what="summaries", language="vi", by=None,
                                 at=FIRST, teams_per_part=1)
first, second, third, fourth = job.parts.values_list("pk", flat=True)
signals = [work("print_part", first), work("print_part", second)]
signals += [work("print_part", third, die_in="finish_part")]
signals += [work("print_part", fourth, die_in="keep_file", place=print_part)]
half = sorted(PrintPart.objects.filter(state="done").values_list("number", flat=True))
# Delivered again while the dead are still thought to be alive, and once their lease is over.
signals += [work("print_part", key) for key in (first, second, third, fourth)]
PrintPart.objects.exclude(claimed_at=None).update(claimed_at=timezone.now() - print_part.LEASE)
signals += [work("print_part", key) for key in (first, second, third, fourth)]
signals += [work("join_parts", job.pk, die_in="finish_printing"), work("join_parts", job.pk)]
job = PrintJob.objects.get()
printed = open(LOG).read().splitlines()
print(json.dumps([signals, half, printed, job.state, job.teams_done, job.attempts, job.pages]))
'''


def test_after_a_kill_only_the_missing_parts_are_printed(tmp_path):
    root = Path(__file__).resolve().parents[3]
    story = subprocess.run(
        [sys.executable, "-c", STORY],
        cwd=root,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'story.sqlite3'}",
            "VAR_DIR": str(tmp_path),
            "PRINTED": str(tmp_path / "printed"),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert story.returncode == 0, story.stderr
    signals, half, printed, state, teams, attempts, pages = json.loads(
        story.stdout.splitlines()[-1]
    )
    assert signals == [0, 0, 9, 9] + [0] * 8 + [9, 0]
    assert half == [1, 2]
    # The third and fourth were lost with their workers and printed once more; the others were not.
    assert printed == ["[1]", "[2]", "[3]", "[4]", "[3]", "[4]"]
    assert (state, teams, attempts, pages) == ("done", 4, 2, 4)
    files = [path.name for path in (tmp_path / "files" / "prints").rglob("*") if path.is_file()]
    assert len(files) == 1
