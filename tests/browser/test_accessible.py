"""axe-core finds nothing on any page, in both languages, light and dark."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as site
from django.utils import timezone

from firesafety.months import Month
from inspections.models import PrintJob, Round
from inspections.printing.catalogue import AREA_SHEETS, TEAM_SHEETS
from tests.inspections.household_links import household_url
from tests.inspections.views.stories import record

from .conftest import DESK, sign_in

axe_sync = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not here"
)

MONTH = str(Month.of(timezone.localdate()))
BY_LINK = ("", "answers/", "obstacle/", "sent/")
LEADERS = (
    "/teams/{team}/rotation/",
    "/teams/{team}/repair/{month}/",
    "/teams/{team}/calendar/",
    "/teams/{team}/",
    "/teams/{team}/?month=2020-01",
    "/teams/{team}/message/{month}/",
    "/teams/{team}/papers/",
    "/teams/{team}/papers/?month=2020-01",
    *(f"/teams/{{team}}/print/{{month}}/{sheet}/" for sheet in TEAM_SHEETS),
    "/teams/{team}/paper/{month}/",
    "/teams/{team}/paper/{month}/{assignment}/",
    "/teams/{team}/paper/{month}/pile/",
    "/teams/{team}/two-sides/{month}/",
    "/teams/{team}/visits/{month}/{waiting}/",
)
OFFICERS = (
    "/areas/{ward}/",
    "/areas/{ward}/overdue/",
    "/areas/{ward}/followed/",
    "/areas/{ward}/rounds/",
    "/areas/{ward}/print/",
    "/areas/{ward}/print/?watch=1",
    "/areas/{ward}/papers/",
    *(f"/areas/{{ward}}/print/{{month}}/{sheet}/" for sheet in AREA_SHEETS),
    "/areas/92/",
    "/areas/92/overdue/",
    "/areas/92/rounds/",
    "/areas/{ward}/teams/",
    "/areas/{ward}/teams/?state=tired",
    "/areas/{ward}/hazards/?overdue=on",
    "/areas/{ward}/items/",
    "/teams/{team}/homes/",
    "/areas/{ward}/map/",
    "/areas/{neighbourhood}/",
    "/areas/92/teams/",
    "/areas/92/map/",
    "/households/{home}/inspections/",
    "/areas/92/papers/",
    "/areas/92/print/{month}/area_year/?year_start=11-15",
    "/teams/{team}/",
)


@pytest.fixture(params=[("vi", "light"), ("en", "dark")], ids=["vi light", "en dark"])
def audited(request, browser_page, live_server):
    """Open a path and say what axe-core finds there."""
    language, scheme = request.param
    browser_page.emulate_media(color_scheme=scheme)
    browser_page.context.add_cookies(
        [{"name": site.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )

    def audit(path: str) -> list[str]:
        browser_page.goto(live_server.url + path)
        assert browser_page.locator("html").get_attribute("lang") == language
        found = axe_sync.Axe().run(browser_page).response["violations"]
        return [
            f"{path} {each['id']}: {node['target']}" for each in found for node in each["nodes"]
        ]

    return audit


def all_findings(audit, paths) -> list[str]:
    return [finding for path in paths for finding in audit(path)]


def test_for_guests(audited, team):
    assert all_findings(audited, ("/", "/k/", "/khong-co/", f"/k/{'A' * 26}/")) == []


def test_for_households(audited, link, live_server, round):
    record(round.assignments.first(), at=timezone.now(), DIEN_01="F")
    path = link.removeprefix(live_server.url)

    findings = all_findings(audited, [path + part for part in BY_LINK])
    Round.objects.update(closed_on=timezone.localdate())
    findings += all_findings(audited, [path, f"{path}answers/"])

    assert findings == []


def test_for_the_inspected_household(audited, live_server, assignment):
    record(assignment, at=timezone.now(), DIEN_01="F", DIEN_02="S")
    hazard = assignment.inspected.hazards.get(code="DIEN-01")
    path = household_url(assignment.inspected, Month.of(timezone.localdate()))
    path = path.removeprefix(site.SITE_URL) + "/"
    parts = ("", f"reply/{assignment.pk}/", f"day/{assignment.pk}/", f"fixed/{hazard.pk}/")

    assert all_findings(audited, [path + part for part in parts]) == []


def test_for_leaders(audited, browser_page, live_server, leader, team, round):
    first, second, _third = round.assignments.all()
    record(first, at=timezone.now(), DIEN_01="F")
    record(second, at=timezone.now(), obstacle="nobody_home")
    numbers = {"way_out": "outside_help", "helper": None, "other": None}
    Round.objects.update(shortages=[[first.inspected_id, "alone", numbers]])
    sign_in(browser_page, live_server, leader.username)
    words = {"team": team.pk, "month": MONTH, "assignment": first.pk}
    words |= {"waiting": second.pk}

    assert all_findings(audited, [path.format(**words) for path in LEADERS]) == []


def test_for_officers(audited, browser_page, live_server, officer, city_officer, team, round, ward):
    record(round.assignments.first(), at=timezone.now(), DIEN_01="F")
    yesterday = timezone.localdate() - timedelta(days=1)
    Round.objects.update(starts_on=yesterday, due_on=yesterday)
    for number, state in enumerate(PrintJob.State.values, start=1):
        PrintJob.objects.create(
            ward=ward,
            month=f"2026-{number:02}-01",
            what="checklists",
            language="vi",
            state=state,
            file="x.pdf",
            requested_at=timezone.now(),
        )
    sign_in(browser_page, live_server, city_officer.username)
    words = {
        "team": team.pk,
        "ward": ward.code,
        "neighbourhood": team.neighbourhood.code,
        "home": team.memberships.first().household_id,
        "month": MONTH,
    }
    paths = [path.format(**words) for path in OFFICERS]

    assert all_findings(audited, paths) == []
    browser_page.set_viewport_size(DESK)
    assert all_findings(audited, paths) == []
