"""Who sees a photo, and how it is handed out."""

from datetime import datetime
from uuid import uuid4

import pytest
import time_machine
from django.core.files.storage import storages

from firesafety.months import Month
from households.models import Membership
from inspections.models import Hazard, Photo, Sighting
from inspections.services.household_link import (
    household_by_token,
    revoke_household_link,
)
from inspections.services.link import link_token
from inspections.services.photo import store_photo
from inspections.services.photo_forgetting import forget_photo
from inspections.services.round import open_round
from tests.factories import make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.household_links import household_url
from tests.inspections.photos import photo, picture
from tests.inspections.printing.reading import pages_of
from tests.inspections.views.conftest import DECEMBER, NOON
from tests.inspections.views.stories import record


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def keep(inspection, *, code="DIEN-01", seed=0, kind=Photo.Kind.FOUND) -> Photo:
    return store_photo(
        inspection,
        photo(image=picture(900, 700, seed=seed)),
        photo_id=uuid4(),
        code=code,
        kind=kind,
        at=NOON,
    )[0]


@pytest.fixture
def kept(assignment):
    return keep(record(assignment, DIEN_01="F"))


@pytest.fixture
def leader(team):
    return make_user("lan", leads=team)


@pytest.fixture
def people(officer, city_officer, stranger, leader, neighbourhood):
    other_ward = make_ward("31117", "Phường Ninh Kiều")
    other_team = make_team(make_neighbourhood(other_ward), 3)
    return {
        "guest": None,
        "stranger": stranger,
        "leader": leader,
        "other leader": make_user("le", leads=other_team),
        "officer": officer,
        "other officer": make_user("oanh", duty=other_ward),
        "neighbourhood officer": make_user("kha", duty=neighbourhood),
        "city officer": city_officer,
    }


PAGES = (
    "/photos/{photo}/",
    "/photos/{photo}/small/",
    "/hazards/{hazard}/photos/",
    "/teams/{team}/photos/2026-12/{assignment}/",
    "/teams/{team}/link/2026-12/{assignment}/",
    "/teams/{team}/link/2026-12/{assignment}/card.pdf",
)


@pytest.mark.parametrize("page", PAGES)
def test_photos_and_links_are_open_to_the_leader_and_the_officers_above(
    client, people, kept, team, assignment, page
):
    path = page.format(
        photo=kept.client_id,
        hazard=Hazard.objects.get().pk,
        team=team.pk,
        assignment=assignment.pk,
    )
    found = {}
    for name, user in people.items():
        client.logout()
        if user is not None:
            client.force_login(user)
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
        found[name] = answer.status_code

    may = {"leader", "officer", "neighbourhood officer", "city officer"}
    assert found == {
        name: 302 if name == "guest" else 200 if name in may else 404 for name in people
    }


@pytest.mark.parametrize("page", [page for page in PAGES if not page.endswith("{assignment}/")])
def test_what_is_to_be_looked_at_takes_no_post(client, leader, kept, team, assignment, page):
    client.force_login(leader)
    path = page.format(
        photo=kept.client_id,
        hazard=Hazard.objects.get().pk,
        team=team.pk,
        assignment=assignment.pk,
    )

    assert client.post(path).status_code == 405


@pytest.mark.parametrize("size", ["", "small/"])
def test_a_photo_is_handed_out_as_a_picture_and_nothing_else(client, link, kept, size):
    answer = client.get(f"{link}photos/{kept.client_id}/{size}")

    assert answer.content[:3] == b"\xff\xd8\xff"
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{kept.receipt}.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert len(answer.content) < (8_000 if size else 200_000)


def test_the_files_themselves_are_at_no_address(client, kept, leader):
    client.force_login(leader)
    for path in (f"/{kept.name}", f"/media/{kept.name}", f"/static/{kept.name}"):
        assert client.get(path).status_code == 404


def test_an_inspectors_link_shows_the_photos_of_that_visit_alone(client, link, kept, round):
    others = [each for each in round.assignments.all() if each.pk != kept.inspection.assignment_id]

    assert client.get(f"{link}photos/{kept.client_id}/").status_code == 200
    for other in others:
        path = f"/k/{link_token(other)}/photos/{kept.client_id}/"
        assert client.get(path).status_code == 404


def test_the_next_inspector_does_not_see_last_months_photos(client, kept, team, assignment):
    opened = datetime(2027, 1, 1, 8, tzinfo=NOON.tzinfo)
    january = open_round(team, Month(2027, 1), at=opened)
    successor = january.assignments.get(inspected=assignment.inspected)

    with time_machine.travel(opened, tick=False):
        page = client.get(f"/k/{link_token(successor)}/photos/{kept.client_id}/")

    assert page.status_code == 404


def test_a_household_sees_the_photos_of_its_own_home(client, kept, assignment):
    own = household_url(assignment.inspected, DECEMBER).rsplit("/", 1)[-1]
    inspectors = household_url(assignment.inspector, DECEMBER).rsplit("/", 1)[-1]

    statuses = [
        client.get(f"/h/{token}/photos/{kept.client_id}/{size}").status_code
        for token in (own, inspectors, "A" * 26)
        for size in ("", "small/")
    ]

    assert statuses == [200, 200, 404, 404, 404, 404]


def test_a_household_link_that_was_revoked_or_ended_shows_nothing(
    client, kept, assignment, officer
):
    token = household_url(assignment.inspected, DECEMBER).rsplit("/", 1)[-1]
    path = f"/h/{token}/photos/{kept.client_id}/"
    with time_machine.travel(datetime(2027, 3, 1, 8, tzinfo=NOON.tzinfo), tick=False):
        assert client.get(path).status_code == 404
    revoke_household_link(household_by_token(token, NOON), by=officer, at=NOON)

    assert client.get(path).status_code == 404


def test_guessing_household_links_is_limited(client, kept, monkeypatch):
    monkeypatch.setattr("inspections.views.wrong_codes.WRONG_CODES_ALLOWED", 2)

    path = f"/h/ABCDE-12345/photos/{kept.client_id}/"

    assert [client.get(path).status_code for _ in range(3)] == [404, 404, 429]


def test_a_forgotten_or_lost_photo_is_at_no_address(client, link, kept, leader):
    client.force_login(leader)
    storages["photos"].delete(kept.name)
    assert client.get(f"/photos/{kept.client_id}/").status_code == 404

    forget_photo(kept, because="expired", at=NOON)
    for path in (f"/photos/{kept.client_id}/", f"{link}photos/{kept.client_id}/"):
        assert client.get(path).status_code == 404


def test_the_team_page_counts_photos_at_the_visit_and_at_the_hazard(
    client, kept, leader, team, assignment
):
    keep(kept.inspection, seed=1)
    keep(kept.inspection, code="", kind=Photo.Kind.SHEET)
    client.force_login(leader)

    page = client.get(f"/teams/{team.pk}/").text

    assert f'/teams/{team.pk}/photos/2026-12/{assignment.pk}/">3 ảnh</a>' in page
    assert f'/hazards/{Hazard.objects.get().pk}/photos/">2 ảnh</a>' in page
    assert "Xem 3 ảnh" in client.get(f"/teams/{team.pk}/paper/2026-12/{assignment.pk}/").text


@pytest.mark.parametrize(
    ("number", "note", "printed"),
    [(0, "", ""), (2, "", "– có 2 ảnh"), (1, "Dây hở", "– Dây hở; có 1 ảnh")],
)
def test_the_next_months_sheet_says_how_many_photos_there_are(
    client, leader, team, assignment, number, note, printed
):
    inspection = record(assignment, DIEN_01="F")
    Sighting.objects.update(note=note)
    for seed in range(number):
        keep(inspection, seed=seed)
    opened = datetime(2027, 1, 1, 8, tzinfo=NOON.tzinfo)
    january = open_round(team, Month(2027, 1), at=opened)
    successor = january.assignments.get(inspected=assignment.inspected)

    with time_machine.travel(opened, tick=False):
        client.force_login(leader)
        card = client.get(f"/teams/{team.pk}/link/2027-01/{successor.pk}/card.pdf")
        text = " ".join(pages_of(b"".join(card.streaming_content)))

    assert printed in text
    assert ("ảnh" in text) == bool(number)


def test_a_visits_photos_stand_under_their_items(client, kept, leader, team, assignment):
    keep(kept.inspection, code="", kind=Photo.Kind.SHEET)
    client.force_login(leader)

    page = client.get(f"/teams/{team.pk}/photos/2026-12/{assignment.pk}/").text

    assert Hazard.objects.get().item.text in page
    assert "Ảnh tờ phiếu giấy" in page
    assert page.count("/small/") == 2
    empty = client.get(f"/teams/{team.pk}/photos/2026-12/{assignment.pk + 1}/")
    assert "chưa có ảnh" in empty.text


def test_a_hazards_photos_go_with_the_household_to_its_new_team(
    client, kept, people, neighbourhood, assignment
):
    new_team = make_team(neighbourhood, 3)
    Membership.objects.filter(household=assignment.inspected).update(team=new_team)
    client.force_login(make_user("moi", leads=new_team))
    hazard = Hazard.objects.get()

    page = client.get(f"/hazards/{hazard.pk}/photos/")

    assert f"/photos/{kept.client_id}/small/" in page.text
    assert client.get(f"/photos/{kept.client_id}/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_pages_of_photos_cost_the_same_however_many(
    client, leader, assignment, team, number, django_assert_num_queries
):
    inspection = record(assignment, DIEN_01="F")
    for seed in range(number):
        keep(inspection, seed=seed)
    client.force_login(leader)
    hazard = Hazard.objects.get()

    with django_assert_num_queries(6):
        client.get(f"/teams/{team.pk}/photos/2026-12/{assignment.pk}/")
    with django_assert_num_queries(5):
        client.get(f"/hazards/{hazard.pk}/photos/")
