"""Writing versions of a result, and holding one of them true. Callers hold the locks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from inspections.models import Inspection, Source, Submission
from inspections.planning.answers import pack_answers, unpack_answers
from inspections.planning.versions import Version, differences
from inspections.queries.version import is_paper, read_version
from inspections.services.hazard import follow_up
from inspections.services.standing import recount_rounds

HELD = ("answers", "notes", "remark", "obstacle", "done_on", "revisit_on", "source", "revision")


def write_version(submission: Submission, version: Version, codes: Sequence[str]) -> None:
    """Put a version into a submission's columns. Does not save."""
    submission.answers = "" if version.obstacle else pack_answers(codes, version.answers)
    submission.notes = dict(version.notes)
    submission.remark = version.remark
    submission.obstacle = version.obstacle
    submission.done_on = version.done_on
    submission.revisit_on = version.revisit_on


def hold(
    inspection: Inspection, submission: Submission, codes: Sequence[str], *, on: date
) -> Inspection:
    """Make a submission what is held true of its visit, with the hazards that follow from it.

    ``on`` is the day that a hazard which falls away by it is closed.
    """
    is_first = inspection.pk is None
    before = set(unpack_answers(codes, inspection.answers)) if inspection.answers else set()
    for name in HELD:
        setattr(inspection, name, getattr(submission, name))
    inspection.received_at = submission.received_at
    inspection.save()
    answers = read_version(inspection, codes).answers
    follow_up(
        inspection.assignment.inspected,
        answered=before | set(answers),
        found={code for code, answer in answers.items() if answer.found},
        on=on,
    )
    recount_rounds([inspection.assignment.round_id])
    if not is_first:
        drop_agreeing(inspection, codes)
    return inspection


def clear_waiting(inspection: Inspection, arrived: Submission) -> None:
    """What waits and came the same way as ``arrived`` is replaced by it, and stays readable."""
    waiting = inspection.submissions.filter(standing=Submission.Standing.WAITING)
    if is_paper(arrived.source):
        waiting = waiting.exclude(source=Source.PHONE)
    else:
        waiting = waiting.filter(source=Source.PHONE)
    waiting.update(standing=Submission.Standing.ASIDE)


def drop_agreeing(inspection: Inspection, codes: Sequence[str]) -> None:
    """What waits and says no longer anything else than what is held has nothing to wait for."""
    held = read_version(inspection, codes)
    for waiting in inspection.submissions.filter(standing=Submission.Standing.WAITING):
        if not differences(held, read_version(waiting, codes)):
            waiting.standing = Submission.Standing.SAME
            waiting.save(update_fields=["standing"])
