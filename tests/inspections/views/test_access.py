"""Who may open what: one table of pages and people."""

from uuid import uuid4

import pytest

from inspections.models import Inspection, Opening, PrintJob, Reschedule, SavedView
from inspections.printing.catalogue import AREA_SHEETS, TEAM_SHEETS
from inspections.services.print_job import finish_printing, request_printing
from tests.factories import make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.views.conftest import DECEMBER, NOON

TEAM_PAGES = {
    "": 200,
    "message/2026-12/": 200,
    "rotation/": 200,
    "calendar/": 200,
    "repair/2026-12/": 200,
    "paper/2026-12/": 200,
    "paper/2026-12/pile/": 200,
    "paper/2026-12/{assignment}/": 200,
    "paper/2026-12/{assignment}/compare/": 200,
    "two-sides/2026-12/": 200,
    "two-sides/2026-12/{household}/": 200,
    "visits/2026-12/{assignment}/": 200,
    "print/2026-12/checklists.pdf": 200,
    "print/2026-12/summary.pdf": 200,
    "print/2026-12/assignment.png": 200,
    "papers/": 200,
    **{f"print/2026-12/{sheet}/": 200 for sheet in TEAM_SHEETS},
    **{f"print/2026-12/{sheet}.pdf": 200 for sheet in TEAM_SHEETS},
}
LISTS = (
    "teams/",
    "teams.csv",
    "hazards/",
    "hazards.xlsx",
    "overdue.csv",
    "places.xlsx",
    "map/",
    "map.geojson",
)
AREA_PAPERS = (
    "papers/",
    *(f"print/2026-12/{sheet}/" for sheet in AREA_SHEETS),
    *(f"print/2026-12/{sheet}.pdf" for sheet in AREA_SHEETS),
)
AREA_PAGES = ("", "overdue/", "overdue.pdf", "followed/", *AREA_PAPERS, *LISTS)
WARD_PAGES = ("rounds/", "print/", "print/{job}/")


@pytest.fixture
def people(officer, city_officer, stranger, team, ward, neighbourhood):
    other_ward = make_ward("31117", "Phường Ninh Kiều")
    other_team = make_team(make_neighbourhood(other_ward), 3)
    return {
        "guest": None,
        "stranger": stranger,
        "leader": make_user("lan", leads=team),
        "other leader": make_user("le", leads=other_team),
        "officer": officer,
        "other officer": make_user("oanh", duty=other_ward),
        "neighbourhood officer": make_user("kha", duty=neighbourhood),
        "city officer": city_officer,
    }


@pytest.fixture
def job(ward, officer, round, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    asked = request_printing(ward, DECEMBER, what="checklists", language="vi", by=officer, at=NOON)
    with (tmp_path / "x.pdf").open("wb+") as file:
        file.write(b"%PDF-1.4")
        return finish_printing(asked, file, pages=1)


def outcomes(client, people, path) -> dict[str, int]:
    """Per person, what a page answers."""
    found = {}
    for name, user in people.items():
        client.logout()
        if user is not None:
            client.force_login(user)
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)  # Reading a file to its end closes it.
        found[name] = answer.status_code
        if user is None:
            assert answer.url == f"/login/?next={path}"
    return found


def expected(*may: str) -> dict[str, int]:
    people = (
        "guest",
        "stranger",
        "leader",
        "other leader",
        "officer",
        "other officer",
        "neighbourhood officer",
        "city officer",
    )
    return {name: 302 if name == "guest" else 200 if name in may else 404 for name in people}


@pytest.mark.parametrize("part", TEAM_PAGES)
def test_a_team_is_open_to_its_leader_and_the_officers_above(
    client, people, team, assignment, part
):
    path = f"/teams/{team.pk}/{part}".format(
        assignment=assignment.pk, household=assignment.inspected_id
    )

    assert outcomes(client, people, path) == expected(
        "leader", "officer", "neighbourhood officer", "city officer"
    )


@pytest.mark.parametrize("part", AREA_PAGES)
def test_a_ward_is_open_to_its_officer_and_the_citys(client, people, ward, round, part):
    assert outcomes(client, people, f"/areas/{ward.code}/{part}") == expected(
        "officer", "city officer"
    )


@pytest.mark.parametrize("part", AREA_PAGES)
def test_a_neighbourhood_is_open_to_all_officers_above(client, people, neighbourhood, round, part):
    assert outcomes(client, people, f"/areas/{neighbourhood.code}/{part}") == expected(
        "officer", "neighbourhood officer", "city officer"
    )


@pytest.mark.parametrize("part", [*AREA_PAGES, "rounds/"])
def test_a_city_is_open_to_its_own_officers(client, people, round, part):
    assert outcomes(client, people, f"/areas/92/{part}") == expected("city officer")


def test_a_homes_record_is_open_to_the_officers_above_and_not_to_its_leader(
    client, people, team, round
):
    home = team.memberships.first().household_id

    assert outcomes(client, people, f"/households/{home}/inspections/") == expected(
        "officer", "neighbourhood officer", "city officer"
    )


@pytest.mark.parametrize("part", WARD_PAGES)
def test_a_wards_work_is_done_by_those_who_answer_for_all_of_it(
    client, people, ward, job, round, part
):
    path = f"/areas/{ward.code}/{part}".format(job=job.pk)

    assert outcomes(client, people, path) == expected("officer", "city officer")


def test_a_file_is_not_had_by_way_of_another_ward(client, people, job):
    client.force_login(people["other officer"])

    assert client.get(f"/areas/31117/print/{job.pk}/").status_code == 404


def test_nobody_else_changes_anything(client, people, team, ward, assignment):
    waiting = request_printing(ward, DECEMBER, what="checklists", language="vi", by=None, at=NOON)
    own = SavedView.objects.create(
        user=people["officer"], area=ward, shown="teams", name="a", name_key="a", saved_at=NOON
    )
    posts = {
        f"/teams/{team.pk}/paper/2026-12/{assignment.pk}/": {
            "client_id": str(uuid4()),
            "done_on": "06/12/2026",
            "seen": "on",
        },
        f"/teams/{team.pk}/paper/2026-12/pile/": {
            f"{assignment.pk}-seen": "on",
            f"{assignment.pk}-done_on": "6",
            f"{assignment.pk}-client_id": str(uuid4()),
        },
        f"/teams/{team.pk}/paper/2026-12/{assignment.pk}/compare/": {"choice": "held"},
        f"/teams/{team.pk}/two-sides/2026-12/": {"signed": "1"},
        f"/teams/{team.pk}/visits/2026-12/{assignment.pk}/": {"act": "day", "visit_on": "20/12"},
        f"/teams/{team.pk}/print/2026-12/checklists.pdf": {},
        f"/teams/{team.pk}/print/2026-12/link_cards.pdf": {},
        f"/teams/{team.pk}/rotation/": {"mode": "pairs", "act": "save"},
        f"/teams/{team.pk}/calendar/": {},
        f"/teams/{team.pk}/repair/2026-12/": {},
        f"/areas/{ward.code}/rounds/": {"month": "2026-12"},
        f"/areas/{ward.code}/rounds/skip/": {"month": "2027-02"},
        f"/areas/{ward.code}/rounds/take-up/": {"month": "2027-02"},
        f"/areas/{ward.code}/print/": {"month": "2026-12", "what": "checklists"},
        f"/areas/{ward.code}/print/{waiting.pk}/cancel/": {},
        f"/areas/{ward.code}/print/{waiting.pk}/retry/": {},
        f"/areas/{ward.code}/views/teams/": {"name": "Tổ trễ", "query": "state=late"},
        f"/views/{own.pk}/drop/": {},
    }
    for name in ("guest", "stranger", "other leader", "other officer"):
        client.logout()
        if people[name] is not None:
            client.force_login(people[name])
        statuses = [client.post(path, data).status_code for path, data in posts.items()]
        assert statuses == [302 if name == "guest" else 404] * len(posts)

    assert [model.objects.count() for model in (Inspection, Opening, Reschedule)] == [0] * 3
    assert [job.state for job in PrintJob.objects.all()] == ["queued"]
    assert SavedView.objects.get() == own


@pytest.mark.parametrize(
    "path",
    [
        "/teams/{team}/message/2026-12/",
        "/teams/{team}/papers/",
        "/teams/{team}/print/2026-12/rosters.pdf",
        "/areas/{ward}/papers/",
        "/areas/{ward}/print/2026-12/area_year.pdf",
        "/areas/{ward}/overdue/",
        "/",
        "/areas/{ward}/",
        *(f"/areas/{{ward}}/{part}" for part in LISTS),
    ],
)
def test_pages_to_read_take_no_post(client, officer, team, ward, path):
    client.force_login(officer)

    assert client.post(path.format(team=team.pk, ward=ward.code)).status_code == 405
