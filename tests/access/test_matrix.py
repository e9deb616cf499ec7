"""Every address of the site against everybody who may come to it."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.access.conftest import ADMIN, ALL, NOBODY, TABLE, inside, let_in, patterns
from tests.looking import changes


def test_every_address_has_its_line_and_every_line_its_address():
    assert {name for name in ALL if not name.startswith("admin:")} == set(TABLE)


@pytest.mark.parametrize(("method", "column"), [("get", 0), ("post", 1)])
def test_each_address_opens_for_those_on_its_line(visitors, address, method, column):
    opened = {}
    for name in sorted(TABLE, key=lambda name: name.endswith("logout")):
        cache.clear()  # Nobody is turned away for knocking too often.
        opened[name] = let_in(visitors, partial(address, name), method)
    expected = {name: line[column] or NOBODY for name, line in TABLE.items()}
    wrong = {name for name in TABLE if opened[name] != expected[name]}
    assert {name: opened[name] for name in wrong} == {name: expected[name] for name in wrong}


def test_looking_at_any_address_writes_nothing(visitors, address):
    written = {}
    for name, (lookers, _posters) in TABLE.items():
        for who in sorted(lookers or NOBODY):
            cache.clear()
            path = address(name, who)
            with changes() as made, transaction.atomic():
                inside(visitors[who].get(path))
                transaction.set_rollback(True)
            written |= {(name, who): made} if made else {}
    assert written == {}


def test_no_cache_keeps_a_page_of_somebody_who_is_signed_in(visitors, address):
    kept = {}
    for name, (lookers, _posters) in TABLE.items():
        for who in sorted((lookers or NOBODY) - {"guest", "household"})[:1]:
            cache.clear()
            with transaction.atomic():
                answer = visitors[who].get(address(name, who))
                inside(answer)
                transaction.set_rollback(True)
            said = answer.headers.get("Cache-Control", "")
            kept |= {} if "no-store" in said else {name: said}
    # These are the same for everybody and say nothing of anybody.
    assert set(kept) == {"health", "worker", "manifest"}


@pytest.mark.parametrize(("method", "column"), [("get", 0), ("post", 1)])
def test_a_method_without_a_line_is_refused_even_to_those_in_charge(
    people, address, method, column
):
    client = Client()
    client.force_login(people["city officer"])
    closed = [name for name, line in TABLE.items() if line[column] is None]
    answers = {name: getattr(client, method)(address(name, "household")) for name in closed}
    wrong = {name: answer.status_code for name, answer in answers.items()}
    assert {name: code for name, code in wrong.items() if code != 405} == (
        {"mfa_download_recovery_codes": 404} if method == "post" else {}
    )


def test_the_admin_is_for_whoever_keeps_the_site(visitors):
    opened = set()
    for name in ADMIN:
        numbered = name.endswith(("_change", "_delete", "_history"))
        numbered = numbered and name != "admin:password_change"
        given = {"admin:app_list": ["households"], "admin:view_on_site": [1, 1]}
        given["admin:auth_user_password_change"] = [1]
        path = reverse(name, args=given.get(name, [1] if numbered else []))
        for method in ("get", "post"):
            opened |= {name} if let_in(visitors, lambda _who, path=path: path, method) else set()
    # Leaving is open to all, and leads to the door.
    assert opened == {"admin:logout"}


def test_an_address_without_a_name_is_another_spelling_of_one_with_a_name():
    ours = [each for prefix, each in patterns(get_resolver()) if not prefix]
    named = {each.callback for each in ours if each.name}
    unnamed = {str(each.pattern): each.callback for each in ours if not each.name}
    assert set(unnamed) == {"^[kK]/(?P<token>[^/]+)/?$", "^[hH]/(?P<token>[^/]+)/?$", "^K/?$"}
    assert set(unnamed.values()) <= named
