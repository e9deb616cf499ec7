import pytest
from django.urls import reverse

from households.models import Area, Duty, User

# Django's own admin templates look variables up that are not always there.
pytestmark = pytest.mark.ignore_template_errors


@pytest.fixture
def as_keeper(client, db):
    client.force_login(User.objects.create_superuser("chu", password="mat-khau-thu"))
    return client


@pytest.mark.parametrize("model", ["user", "area", "household", "team", "rosterimport"])
def test_lists_and_rows_open(as_keeper, team, received, officer, model):
    page = reverse(f"admin:households_{model}_changelist")
    found = as_keeper.get(page, {"q": "a"} if model != "rosterimport" else {})
    assert found.status_code == 200
    rows = {
        "user": officer,
        "area": team.ward,
        "household": team.memberships.first().household,
        "team": team,
        "rosterimport": received,
    }
    row = reverse(f"admin:households_{model}_change", args=[rows[model].pk])
    assert as_keeper.get(row).status_code == 200


@pytest.mark.parametrize("model", ["area", "household", "team", "rosterimport"])
def test_what_has_its_own_page_is_not_added_here(as_keeper, model):
    assert as_keeper.get(reverse(f"admin:households_{model}_add")).status_code == 403


def test_an_officer_is_made_with_a_duty(as_keeper, ward):
    made = as_keeper.post(
        reverse("admin:households_user_add"),
        {"username": "moi", "password1": "mat-khau-dai", "password2": "mat-khau-dai"}
        | {"usable_password": "true"}
        | {"duties-TOTAL_FORMS": "0", "duties-INITIAL_FORMS": "0"},
    )
    assert made.status_code == 302
    officer = User.objects.get(username="moi")
    as_keeper.post(
        reverse("admin:households_user_change", args=[officer.pk]),
        {"username": "moi", "full_name": "Đại úy Mới", "is_active": "on"}
        | {"duties-TOTAL_FORMS": "1", "duties-INITIAL_FORMS": "0"}
        | {"duties-0-area": ward.pk, "duties-0-starts_on": "12/12/2026"},
    )
    assert list(Duty.objects.values_list("user", "area")) == [(officer.pk, ward.pk)]


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [("+84 912 345 678", "0912345678", ""), ("12", "", "Không phải số điện thoại"), ("", "", "")],
)
def test_a_number_is_kept_as_on_every_other_page(as_keeper, officer, typed, kept, said):
    answer = as_keeper.post(
        reverse("admin:households_user_change", args=[officer.pk]),
        {"username": officer.username, "phone": typed, "is_active": "on"}
        | {"duties-TOTAL_FORMS": "0", "duties-INITIAL_FORMS": "0"},
    )
    assert said in answer.text
    assert answer.status_code == (200 if said else 302)
    officer.refresh_from_db()
    assert officer.phone == kept


def test_a_corrected_name_is_found_without_accents(as_keeper, ward):
    as_keeper.post(
        reverse("admin:households_area_change", args=[ward.pk]),
        {"name": "Phường Cái Khế Mới", "latitude": "", "longitude": ""}
        | {"-1-TOTAL_FORMS": "0", "-1-INITIAL_FORMS": "0"},
    )
    assert Area.objects.get(pk=ward.pk).folded_name == "phuong cai khe moi"
