from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from households.models import Household, RosterImport
from households.rosters import RosterFileError
from households.services.roster_import import apply_received, receive_roster
from tests.factories import make_ward

AT = datetime(2026, 12, 12, 2, 0, tzinfo=UTC)
FILE = (
    "Chủ hộ,Số nhà,Đường,Khu vực,Số điện thoại\n"
    "Trần Thị An,12/3,Đề Thám,Khu vực 1,912345678\n"
    "Lê Văn Bình,14,Đề Thám,Khu vực 1,0987654321\n"
).encode()


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def received(ward, officer):
    return receive_roster(ward, FILE, name="danh sách.csv", by=officer, at=AT)


def test_receiving_a_file_changes_nothing_in_the_register(received):
    assert Household.objects.count() == 0
    assert received.state == RosterImport.State.PREVIEWED
    assert (received.counts["rows"], received.counts["created"]) == (2, 2)
    assert received.counts["new_neighbourhoods"] == ["Khu vực 1"]


def test_the_outcomes_name_row_cell_and_reason(received):
    row, outcome, household, doubts, who = received.outcomes[0]
    assert (row, outcome, household) == (2, "created", None)
    assert who == "Trần Thị An, 12/3 Đề Thám, Khu vực 1"
    column, code, _message, value, proposed, severity = doubts[0]
    assert (column, code, value, proposed, severity) == (
        "Số điện thoại",
        "phone_zero",
        "912345678",
        "0912345678",
        "info",
    )


def test_the_same_file_waiting_twice_is_one_preview(ward, officer, received, tmp_path):
    again = receive_roster(ward, FILE, name="khác.csv", by=officer, at=AT + timedelta(hours=1))
    assert (again.pk, again.file_name) == (received.pk, "khác.csv")
    assert len([path for path in Path(tmp_path).rglob("*") if path.is_file()]) == 1


def test_another_ward_has_its_own_preview(officer, received):
    other = make_ward("31135", "Phường Tân An")
    assert receive_roster(other, FILE, name="a.csv", by=officer, at=AT).pk != received.pk


def test_applying_saves_the_households_once(received, on):
    first = apply_received(received, on=on, at=AT)
    again = apply_received(received, on=on, at=AT + timedelta(days=1))
    assert Household.objects.count() == 2
    assert (first.state, again.applied_at) == (RosterImport.State.APPLIED, AT)
    assert again.counts["created"] == 2


def test_the_outcome_is_what_was_done_and_not_what_was_foreseen(ward, officer, received, on):
    other = FILE.decode().replace("Trần Thị An", "Trần Văn Con").encode()
    second = receive_roster(ward, other, name="b.csv", by=officer, at=AT)
    apply_received(second, on=on, at=AT)
    applied = apply_received(received, on=on, at=AT)
    assert (applied.counts["updated"], applied.counts["unchanged"]) == (1, 1)


def test_the_file_on_disk_does_not_carry_the_name_people_gave(ward, officer):
    evil = receive_roster(ward, FILE, name="../../etc/passwd.csv", by=officer, at=AT)
    assert Path(evil.file.name).parent == Path("rosters")
    assert "passwd" not in evil.file.name


def test_a_file_that_is_too_big_is_refused_before_it_is_read(ward, officer, settings):
    settings.ROSTER_MAX_MEGABYTES = 0
    with pytest.raises(RosterFileError, match="lớn hơn"):
        receive_roster(ward, FILE, name="a.csv", by=officer, at=AT)
    assert RosterImport.objects.count() == 0
