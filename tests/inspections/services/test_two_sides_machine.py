"""Two sides, two ways of sending, three months: nothing lost, nothing doubled, all in agreement.

A machine does in any order what people do: sends by phone, types in paper, sends again what the
network lost, compares, confirms, disputes, reports a repair. After each step the rows are judged
by a model that is much simpler than the services: lists of what was accepted.
"""

from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from firesafety.months import Month
from households.models import User
from inspections.models import (
    Assignment,
    Confirmation,
    Hazard,
    Inspection,
    OwnerReport,
    Round,
    Sighting,
    Submission,
)
from inspections.planning.answers import Answer
from inspections.queries.confirmation import ReplyState, reply_to
from inspections.queries.conflict import conflict_of
from inspections.queries.hazard import hazard_faults
from inspections.services.checklist import publish_checklist, read_items
from inspections.services.confirmation import (
    answer_by_link,
    mark_signed,
    settle_dispute,
    unmark_signed,
)
from inspections.services.conflict import settle_conflict
from inspections.services.inspection import Result, record_inspection
from inspections.services.owner_report import report_fixed
from inspections.services.refusals import Refused
from inspections.services.round import open_round
from inspections.services.standing import recount_teams
from tests.factories import make_team

from .stories import at, figures_agree

CODES = ("DIEN-01", "DIEN-04")
MONTHS = (Month(2026, 10), Month(2026, 11), Month(2026, 12))
NOW = at(date(2026, 12, 28))
SPACE = UUID("12121212-1212-4212-8212-121212121212")

visit = st.integers(0, len(MONTHS) - 1)
answers = st.one_of(
    st.just(""), st.text([answer.value for answer in Answer], min_size=2, max_size=2)
)
source = st.sampled_from(["phone", "paper"])


class TwoSides(RuleBasedStateMachine):
    """One household, visited in three months; each visit is open to everything people may do."""

    def __init__(self):
        super().__init__()
        # Each run is undone as a whole, whatever its services committed within.
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self):
        try:
            figures_agree()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @initialize()
    def open_months(self):
        self.visits = list(
            Assignment.objects.filter(inspected=WORLD["household"]).order_by("round__month")
        )
        self.user = WORLD["user"]
        self.sent = []  # (client id, visit, result, source, receipt), as accepted
        self.said = []  # confirmations, as accepted: pk, verdict, sentence
        self.reported = set()  # (hazard, note)

    def inspection(self, which):
        return (
            Inspection.objects.filter(assignment=self.visits[which])
            .select_related("assignment__round", "assignment__inspected")
            .first()
        )

    def waiting(self):
        return list(
            Inspection.objects.filter(submissions__standing="waiting")
            .select_related("assignment__round", "assignment__inspected")
            .order_by("pk")
        )

    @rule(which=visit, day=st.integers(0, 3), letters=answers, way=source, note=st.booleans())
    def send(self, which, day, letters, way, note):
        """A result arrives, by phone or on paper; the first, a correction, or a contradiction."""
        assignment = self.visits[which]
        given = dict(zip(CODES, map(Answer, letters), strict=bool(letters)))
        result = Result(
            answers=given,
            notes={"DIEN-01": "dây hở"} if note and given else {},
            obstacle="" if letters else "nobody_home",
            done_on=MONTHS[which].first_day + timedelta(days=5 + day),
        )
        client_id = uuid5(SPACE, str(len(self.sent)))
        before = self.inspection(which)
        stored = self.deliver(client_id, assignment, result, way)
        if before is not None and before.completed and before.source != way:
            # What came one way is not replaced by what comes the other way, only by a choice.
            assert stored.standing in ("same", "waiting")
            assert self.inspection(which).revision == before.revision
            said = (before.answers, before.obstacle, before.done_on)
            if stored.standing == "same":
                assert said == (stored.answers, stored.obstacle, stored.done_on)
        self.sent.append((client_id, assignment, result, way, stored.receipt))

    def deliver(self, client_id, assignment, result, way):
        return record_inspection(assignment, result, client_id=client_id, source=way, at=NOW)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def deliver_again(self, data):
        """The network brings back anything that was ever sent, in any order."""
        client_id, assignment, result, way, receipt = data.draw(st.sampled_from(self.sent))
        before = everything()
        assert self.deliver(client_id, assignment, result, way).receipt == receipt
        assert everything() == before

    @precondition(lambda self: self.waiting())
    @rule(take=st.booleans())
    def compare(self, take):
        """The leader looks at two versions and chooses; a double click chooses once."""
        inspection = self.waiting()[0]
        which = [visit.pk for visit in self.visits].index(inspection.assignment_id)
        conflict = conflict_of(inspection)
        seen = conflict.fingerprint
        chosen = conflict.arrived if take else conflict.held
        settle_conflict(inspection, take=take, seen=seen, by=self.user, at=NOW)
        after = everything()
        assert settle_conflict(inspection, take=take, seen=seen, by=self.user, at=NOW) is None
        assert everything() == after
        held = self.inspection(which)
        assert (held.done_on, held.obstacle) == (chosen.done_on, chosen.obstacle)
        assert held.answers == "".join(chosen.answers.get(code, "") for code in CODES)
        assert conflict_of(held) is None

    @rule(which=visit, agrees=st.booleans())
    def answer(self, which, agrees):
        """The household answers by its link, twice, because the network is slow."""
        inspection = self.inspection(which)
        if inspection is None or not inspection.completed:
            return
        verdict, sentence = ("agreed", "") if agrees else ("disputed", "chưa đúng")
        said = {
            answer_by_link(
                inspection,
                revision=inspection.revision,
                verdict=verdict,
                sentence=sentence,
                at=NOW,
            ).pk
            for _ in range(2)
        }
        assert len(said) == 1
        self.said.append((said.pop(), verdict, sentence))
        assert reply_to(inspection).state == ReplyState(verdict)

    @rule(which=visit, ticked=st.booleans())
    def sign(self, which, ticked):
        """The leader ticks a signature on paper or takes the tick back."""
        inspection = self.inspection(which)
        if inspection is None or not inspection.completed:
            return
        reply = reply_to(inspection)
        own_word = reply.confirmation is not None and reply.confirmation.way == "link"
        try:
            if ticked:
                mark_signed(inspection, by=self.user, at=NOW)
                assert reply_to(inspection).state is ReplyState.AGREED
                assert not own_word
            else:
                unmark_signed(inspection, by=self.user, at=NOW)
        except Refused:
            assert own_word
        if own_word:
            assert reply_to(inspection) == reply

    @rule(which=visit)
    def talk_over(self, which):
        """A dispute is settled between people; no finding changes by it."""
        inspection = self.inspection(which)
        if inspection is None or not inspection.completed:
            return
        reply = reply_to(inspection)
        if reply.is_open_dispute:
            before = findings_rows()
            settle_dispute(reply.confirmation, settlement="cùng xem lại", by=self.user, at=NOW)
            assert findings_rows() == before

    @rule(which=st.integers(0, 5), note=st.sampled_from(["", "đã thay ổ cắm"]))
    def owner_reports(self, which, note):
        """The owner says that it is fixed: kept once, and closes nothing."""
        hazards = list(Hazard.objects.filter(state="open").order_by("pk"))
        if not hazards:
            return
        hazard = hazards[which % len(hazards)]
        before = findings_rows()
        for _ in range(2):
            report_fixed(hazard, note=note, at=NOW)
        assert findings_rows() == before
        self.reported.add((hazard.pk, note))

    @invariant()
    def nothing_is_lost(self):
        """Every accepted submission is readable as it was sent."""
        stored = {each.client_id: each for each in Submission.objects.all()}
        assert set(stored) == {client_id for client_id, *_ in self.sent_so_far()}
        for client_id, assignment, result, way, receipt in self.sent_so_far():
            row = stored[client_id]
            assert row.inspection.assignment_id == assignment.pk
            assert (row.receipt, row.source) == (receipt, way)
            assert (row.done_on, row.obstacle) == (result.done_on, result.obstacle)
            assert row.answers == "".join(result.answers.get(code, "") for code in CODES)

    @invariant()
    def nothing_is_doubled(self):
        """One record a visit; what it holds is one of its arrivals, and one at most waits."""
        for inspection in Inspection.objects.prefetch_related("submissions"):
            arrived = {each.revision: each for each in inspection.submissions.all()}
            assert sorted(arrived) == list(range(1, len(arrived) + 1))
            held = arrived[inspection.revision]
            assert held.standing == Submission.Standing.TAKEN
            assert (held.answers, held.obstacle, held.done_on, held.source) == (
                inspection.answers,
                inspection.obstacle,
                inspection.done_on,
                inspection.source,
            )
            waiting = [each for each in arrived.values() if each.standing == "waiting"]
            assert len(waiting) <= 1
        assert len(self.reported_so_far()) == OwnerReport.objects.count()

    @invariant()
    def hazards_and_answers_agree(self):
        if hasattr(self, "visits"):
            assert hazard_faults(WORLD["household"]) == []

    @invariant()
    def only_a_neighbours_eyes_close_a_hazard(self):
        for hazard in Hazard.objects.filter(state="fixed").prefetch_related(
            "sightings__inspection__assignment"
        ):
            closing = [s for s in hazard.sightings.all() if s.verdict in ("fixed", "corrected")]
            assert len(closing) == 1
            inspector = closing[0].inspection.assignment.inspector_id
            assert inspector != hazard.household_id

    @invariant()
    def what_was_said_stays_said(self):
        rows = {row.pk: (row.verdict, row.sentence) for row in Confirmation.objects.all()}
        for key, verdict, sentence in getattr(self, "said", ()):
            assert rows[key] == (verdict, sentence)

    def sent_so_far(self):
        return getattr(self, "sent", [])

    def reported_so_far(self):
        return getattr(self, "reported", set())


def everything():
    models = (Inspection, Submission, Hazard, Sighting, Confirmation, OwnerReport)
    return [list(model.objects.order_by("pk").values()) for model in models]


def findings_rows():
    models = (Inspection, Hazard, Sighting)
    return [list(model.objects.order_by("pk").values()) for model in models]


WORLD = {}


@pytest.fixture
def _world(neighbourhood):
    rows = [row for row in read_items() if row.code in CODES]
    publish_checklist(rows, on=date(2026, 10, 1))
    team = make_team(neighbourhood, 3)
    for month in MONTHS:
        open_round(team, month, at=at(month.first_day))
    Round.objects.update(missed_on=date(2027, 6, 1))
    recount_teams([team.pk])
    WORLD["household"] = team.memberships.first().household
    WORLD["user"] = User.objects.create_user("lan", password="mat-khau-thu")
    yield
    WORLD.clear()


@pytest.mark.usefixtures("_world")
def test_nothing_is_lost_and_nothing_doubled_whatever_people_do():
    run_state_machine_as_test(
        TwoSides,
        settings=settings(
            max_examples=100,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
