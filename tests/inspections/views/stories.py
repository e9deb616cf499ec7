"""What a browser would send, from what a page holds."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

from inspections.models import Inspection
from inspections.planning.answers import Answer
from inspections.queries.checklist import items_for
from inspections.services.inspection import Result, record_inspection
from tests.inspections.views.conftest import NOON

VISITED = date(2026, 12, 6)


def hidden_id(response) -> str:
    """The id that was made with the page."""
    return re.search(r'name="client_id" value="([0-9a-f-]{36})"', response.text)[1]


def codes_of(assignment) -> list[str]:
    return [item.code for item in items_for(assignment.round, assignment.inspected)]


def filled(assignment, *, client_id, done_on="06/12/2026", remark="", **given) -> dict[str, str]:
    """All items passed, but for those ``given`` as ``DIEN_01="F"``."""
    data = {"client_id": str(client_id), "done_on": done_on, "remark": remark}
    data |= {f"a_{code}": "P" for code in codes_of(assignment)}
    return data | {f"a_{code.replace('_', '-')}": letter for code, letter in given.items()}


def record(assignment, *, obstacle="", at=NOON, **given) -> Inspection:
    """Record a visit straight away, past the pages."""
    answers = {} if obstacle else dict.fromkeys(codes_of(assignment), Answer.PASS)
    answers |= {code.replace("_", "-"): Answer(letter) for code, letter in given.items()}
    result = Result(answers=answers, obstacle=obstacle, done_on=at.date())
    return record_inspection(
        assignment, result, client_id=uuid4(), source="phone", at=at
    ).inspection
