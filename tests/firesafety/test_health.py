import pytest


@pytest.mark.django_db
def test_a_site_whose_database_answers_is_well(client):
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_nobody_can_post_to_the_health_page(client):
    assert client.post("/health/").status_code == 405
