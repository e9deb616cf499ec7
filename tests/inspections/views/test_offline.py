"""What the server gives a phone so that it can do without the server for a while."""

import gzip
import json
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from inspections.models import Inspection, Round, Submission
from inspections.views import offline
from tests.inspections.views.conftest import NOON
from tests.inspections.views.stories import record

STATIC = Path(finders.find("firesafety/site.css")).parent
SCRIPTS = STATIC / "offline"
KEEP = "X-Keep-Until"
BUDGET = 60_000  # Bytes of a first page with all that it loads.
GZIP = {"accept-encoding": "gzip"}


def imports(script: Path) -> set[str]:
    return set(re.findall(r'from "\./(\w+)\.js";', script.read_text()))


def loaded_by(*names: str) -> set[str]:
    """The modules that these modules load, and those that they load in turn."""
    found, left = set(), set(names)
    while left:
        name = left.pop()
        found.add(name)
        left |= imports(SCRIPTS / f"{name}.js") - found
    return found


def parts_of(html: str) -> set[Path]:
    """Every file of ours that a browser fetches for a page."""
    named = {path.partition("#")[0] for path in re.findall(r'"/static/(firesafety/[^"]+)"', html)}
    modules = loaded_by(*(Path(name).stem for name in named if "/offline/" in name))
    files = named | {f"firesafety/offline/{name}.js" for name in modules}
    return {Path(finders.find(name)) for name in files}


# ── What may be kept


@pytest.mark.parametrize("part", ["", "answers/", "obstacle/", "sent/"])
def test_a_households_pages_may_be_kept_until_the_link_ends(client, assignment, link, part):
    record(assignment)

    assert client.get(link + part).headers[KEEP] == assignment.round.missed_on.isoformat()


@pytest.mark.parametrize("part", ["", "answers/", "obstacle/"])
def test_nothing_is_kept_of_someone_who_is_signed_in(client, officer, link, part):
    client.force_login(officer)

    answer = client.get(link + part)

    assert answer.status_code == 200
    assert KEEP not in answer.headers
    assert KEEP not in client.get("/k/").headers
    assert KEEP not in client.get("/k/no-signal/").headers


@pytest.mark.parametrize("path", ["/", "/login/", "/k/ABCDE-12345/", f"/k/{'A' * 26}/answers/"])
def test_no_other_page_is_kept(client, db, path):
    assert KEEP not in client.get(path).headers


def test_an_answer_to_a_sending_is_not_kept(client, link):
    assert KEEP not in client.post(link + "answers/", {}).headers
    assert KEEP not in client.get(link + "calendar.ics").headers


def test_the_pages_that_belong_to_no_month_are_kept_for_two(client, db):
    until = (NOON.date() + timedelta(days=60)).isoformat()

    assert [client.get(path).headers[KEEP] for path in ("/k/", "/k/no-signal/")] == [until] * 2


def test_a_page_tells_the_phone_whose_it_is_and_what_it_has_seen(client, assignment, link):
    def told():
        return dict(re.findall(r' data-(\w+)="([^"]*)"', client.get(link + "answers/").text))

    fresh = told()
    record(assignment)

    assert fresh["assignment"] == str(assignment.public_id)
    assert fresh["home"] == link
    assert fresh["until"] == assignment.round.missed_on.isoformat()
    assert (fresh["revision"], told()["revision"]) == ("0", "1")


def test_reading_these_pages_changes_nothing(client, link):
    for path in ("/k/no-signal/", "/k/worker.js", "/k/manifest.webmanifest"):
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 405

    assert (Inspection.objects.count(), Submission.objects.count()) == (0, 0)


# ── Worker and manifest


def served(client) -> dict:
    return json.loads(re.search(r"serve\((.*)\);", client.get("/k/worker.js").text)[1])


def test_the_worker_keeps_every_file_that_the_pages_load(client, assignment, link):
    record(assignment)
    pages = [
        "/k/",
        "/k/no-signal/",
        *(link + part for part in ("", "answers/", "obstacle/", "sent/")),
    ]
    needed = set().union(*(parts_of(client.get(path).text) for path in pages))

    kept = {Path(finders.find(path.removeprefix("/static/"))) for path in served(client)["files"]}

    assert kept == needed


def test_the_worker_is_checked_for_a_new_version_each_time(client, db):
    answer = client.get("/k/worker.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"


@pytest.mark.parametrize("changed", [*offline.FILES, offline.WORKER])
def test_any_changed_file_makes_a_new_version(changed, monkeypatch, tmp_path):
    before = offline.version()
    copy = tmp_path / "changed"
    copy.write_bytes(Path(finders.find(changed)).read_bytes() + b" ")
    find = finders.find
    monkeypatch.setattr(finders, "find", lambda name: copy if name == changed else find(name))

    assert offline.version() not in ("", before)


def test_an_unchanged_site_keeps_its_version(client, db):
    assert served(client)["version"] == served(client)["version"] == offline.version()


def test_the_manifest_opens_what_the_phone_holds(client, db):
    answer = client.get("/k/manifest.webmanifest")
    said = answer.json()

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert {said[name] for name in ("start_url", "scope", "id")} == {"/k/"}
    assert said["short_name"] == "Tổ 12/1"
    assert [icon["sizes"] for icon in said["icons"]] == ["any", "192x192", "512x512"]
    for icon in said["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_the_links_pages_load_nothing_from_elsewhere(client, link):
    for path in (link, link + "answers/", link + "obstacle/", "/k/", "/k/no-signal/"):
        html = client.get(path).text
        addresses = re.findall(r'(?:src|href|action)="([^"]+)"', html)
        assert {urlsplit(address).netloc for address in addresses} == {""}
        assert re.findall(r"<script(?![^>]* src=)|\sstyle=|\son\w+=", html) == []


# ── Weight


@pytest.mark.parametrize("scope", ["core", "full"])
@pytest.mark.parametrize("part", ["", "answers/", "obstacle/"])
def test_a_first_page_with_all_it_loads_is_light(client, link, scope, part):
    Round.objects.update(scope=scope)
    page = client.get(link + part, headers=GZIP)
    files = parts_of(client.get(link + part).text) | {SCRIPTS / "worker.js"}

    assert page.headers["Content-Encoding"] == "gzip"
    packed = len(page.content) + sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert packed < BUDGET // 2


def test_the_very_first_page_is_light_even_unpacked(client, link):
    html = client.get(link).text
    files = parts_of(html) | {SCRIPTS / "worker.js"}

    assert len(html.encode()) + sum(file.stat().st_size for file in files) < BUDGET
