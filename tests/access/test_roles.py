"""Deputies, those whose charge is over or still to come, and whoever keeps the site."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from households.models import Appointment, Duty, User
from households.views.second_factor import OPEN_MEANWHILE
from tests.access.conftest import ADMIN, NOBODY, NOON, TABLE, let_in, visitor
from tests.factories import FOUNDED, make_user

YESTERDAY, TOMORROW = NOON.date() - timedelta(days=1), NOON.date() + timedelta(days=1)
# Who gets in where somebody of the table does.
AS = {
    "deputy": "leader",
    "leader until yesterday": "stranger",
    "officer until yesterday": "stranger",
    "officer from tomorrow": "stranger",
    "city officer until yesterday": "stranger",
    "keeper of the site": "stranger",
}
# A message belongs to the very person that it was written to.
PERSONAL = {"message_read"}


def on_duty(name, area, **days):
    user = make_user(name, duty=area)
    Duty.objects.filter(user=user).update(**days)
    return user


@pytest.fixture
def others(people, team, ward):
    deputy, relieved = make_user("tam"), make_user("nghi")
    Appointment.objects.filter(team=team, role="deputy").update(user=deputy)
    home = team.memberships.last().household
    Appointment.objects.create(
        team=team, role="leader", household=home, user=relieved, starts_on=FOUNDED,
        ends_on=YESTERDAY,
    )  # fmt: skip
    cast = {
        "deputy": deputy,
        "leader until yesterday": relieved,
        "officer until yesterday": on_duty("cu", ward, ends_on=YESTERDAY),
        "officer from tomorrow": on_duty("mai-toi", ward, starts_on=TOMORROW),
        "city officer until yesterday": on_duty("xua", ward.parent, ends_on=YESTERDAY),
        "keeper of the site": User.objects.create_superuser("chu", password="mat-khau-thu"),
    }
    return {who: visitor(user) for who, user in cast.items()}


@pytest.mark.parametrize(("method", "column"), [("get", 0), ("post", 1)])
def test_each_gets_in_where_their_like_does_and_nowhere_else(others, address, method, column):
    wrong = {}
    for name in sorted(TABLE, key=lambda name: name.endswith("logout")):
        cache.clear()
        opened = let_in(others, partial(address, name), method)
        line = NOBODY if name in PERSONAL else TABLE[name][column] or NOBODY
        expected = {who for who, like in AS.items() if like in line}
        wrong |= {name: opened ^ expected} if opened != expected else {}
    assert wrong == {}


def test_whoever_keeps_the_site_gets_into_the_admin_and_no_other_of_them_does(others):
    lists = [name for name in ADMIN if name.endswith("_changelist")] + ["admin:index"]
    opened = {name: let_in(others, lambda _who, name=name: reverse(name), "get") for name in lists}
    assert set(opened.values()) == {frozenset({"keeper of the site"})}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["city officer", "keeper of the site"])
def test_without_a_second_factor_there_is_no_way_past_setting_one_up(
    people, others, address, settings, method, who
):
    settings.SECOND_FACTOR_FOR_CITY = True
    client = others[who] if who in others else visitor(people[who])
    given = {"admin:app_list": ["households"], "admin:view_on_site": [1, 1]}
    ids = ("_change", "_delete", "_history")
    passed = set()
    # Last come the ways out, and of these first the one that is to be closed.
    for name in sorted(
        [*TABLE, *ADMIN], key=lambda name: (name.endswith("logout"), ":" not in name)
    ):
        args = given.get(name, [1] if name.endswith(ids) else [])
        path = address(name, "household") if name in TABLE else _admin(name, args)
        with transaction.atomic():
            answer = getattr(client, method)(path)
            transaction.set_rollback(True)
        if answer.status_code != 302 or answer.url != reverse("mfa_index"):
            passed.add(name)
    # The same pages under the names that allauth gives them.
    assert passed == OPEN_MEANWHILE | {"account_login", "account_logout"}


def _admin(name, args):
    return reverse(name, args=[] if name == "admin:password_change" else args or None)
