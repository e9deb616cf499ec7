from datetime import date

from households.queries.area import find_ward
from tests.factories import make_neighbourhood


def test_a_ward_is_found_by_its_code(ward):
    assert find_ward(" 31120 ") == ward


def test_a_city_a_neighbourhood_and_an_ended_ward_are_not_wards_in_force(ward):
    neighbourhood = make_neighbourhood(ward)
    assert find_ward(ward.parent.code) is None
    assert find_ward(neighbourhood.code) is None
    type(ward).objects.filter(pk=ward.pk).update(valid_to=date(2027, 1, 1))
    assert find_ward(ward.code) is None
