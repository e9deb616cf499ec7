import re

import pytest

from inspections.models import Assignment
from inspections.queries.link import ALPHABET, encode, find_assignment
from inspections.services.link import (
    LinkLost,
    link_token,
    link_url,
    reissue_link,
    restore_links,
    short_code,
)
from tests.factories import make_team

from .stories import at, open_december


@pytest.fixture
def assignment(neighbourhood):
    return open_december(make_team(neighbourhood, 3)).assignments.first()


def test_a_number_is_written_in_base_32_with_leading_zeros():
    assert encode(0, length=3) == "000"
    assert encode(31 * 32 + 10, length=3) == "0ZA"


def test_a_link_has_26_letters_and_a_code_ten_with_a_dash(assignment, settings):
    settings.SITE_URL = "https://to12.example.vn"
    token = link_token(assignment)
    assert len(token) == 26
    assert set(token) <= set(ALPHABET)
    assert re.fullmatch(r"\w{5}-\w{5}", short_code(assignment))
    assert link_url(assignment) == f"https://to12.example.vn/k/{token}"


def test_the_token_and_the_code_open_their_assignment_and_no_other(assignment, on):
    for other in assignment.round.assignments.all():
        assert find_assignment(link_token(other), on=on) == other
        assert find_assignment(short_code(other), on=on) == other


def test_what_is_typed_may_be_lower_case_spaced_and_with_letters_for_digits(assignment, on):
    code = short_code(assignment)
    typed = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert find_assignment(f"  {typed} ", on=on) == assignment
    assert find_assignment(code.replace("1", "I").replace("-", ""), on=on) == assignment
    assert find_assignment(link_token(assignment).lower(), on=on) == assignment


@pytest.mark.parametrize("text", ["", "-", "ABCDE-FGHJ", "ABCDE-FGHJU", "x" * 500, "ấ" * 26])
def test_text_that_is_no_link_opens_nothing_and_asks_nothing_of_the_database(
    db, on, text, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert find_assignment(text, on=on) is None


def test_a_well_formed_guess_opens_nothing(assignment, on):
    assert find_assignment("0" * 26, on=on) is None
    assert find_assignment("00000-00000", on=on) is None


def test_a_link_ends_with_its_month(assignment):
    last = assignment.round.missed_on
    assert find_assignment(link_token(assignment), on=last) == assignment
    assert find_assignment(link_token(assignment), on=last.replace(day=last.day + 1)) is None


def test_a_link_issued_anew_shuts_the_old_one(assignment, on):
    old_token, old_code = link_token(assignment), short_code(assignment)
    assert reissue_link(assignment, issue=1, by=None, at=at(on)) is True
    assert find_assignment(old_token, on=on) is None
    assert find_assignment(old_code, on=on) is None
    assert find_assignment(link_token(assignment), on=on) == assignment
    assert assignment.link_issue == 2


def test_the_database_holds_neither_the_token_nor_the_code(assignment):
    row = " ".join(str(value) for value in Assignment.objects.values_list().get(pk=assignment.pk))
    assert link_token(assignment) not in row
    assert short_code(assignment).replace("-", "") not in row


def test_a_printed_sheet_still_opens_and_prints_the_same_after_the_secret_changed(
    assignment, on, settings
):
    token, code = link_token(assignment), short_code(assignment)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-new-one"
    assert find_assignment(token, on=on) == assignment
    assert find_assignment(code, on=on) == assignment
    assert (link_token(assignment), short_code(assignment)) == (token, code)


def test_a_key_that_is_no_longer_trusted_opens_nothing_until_links_are_restored(
    assignment, on, settings
):
    token = link_token(assignment)
    settings.SECRET_KEY = "the-new-one"
    assert find_assignment(token, on=on) is None
    with pytest.raises(LinkLost):
        link_token(assignment)
    assert restore_links([assignment]) == 1
    assert restore_links([assignment]) == 0
    assert find_assignment(link_token(assignment), on=on) == assignment


def test_finding_takes_one_query_with_all_that_a_page_shows(
    assignment, on, django_assert_num_queries
):
    token = link_token(assignment)
    with django_assert_num_queries(1):
        found = find_assignment(token, on=on)
        shown = [found.round.team.neighbourhood, found.inspector, found.inspected]
        assert all(str(each) for each in shown)
