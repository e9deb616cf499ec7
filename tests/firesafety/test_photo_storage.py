"""Photos in a folder or in a bucket, by one setting."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import boto3
import pytest
from django.test import override_settings
from moto import mock_aws

from firesafety.checks import check_photo_storage
from firesafety.photo_storage import FOLDER, photo_storage
from inspections.models import Photo
from inspections.queries.photo import photo_content
from inspections.services.photo import store_photo
from inspections.services.photo_forgetting import expire_photos, sweep_photos
from tests.factories import make_team
from tests.inspections.photos import photo
from tests.inspections.services.stories import open_december
from tests.inspections.views.stories import record

URL = "s3://anh-phong-chay/to-12?region=ap-southeast-1"
# The mock's objects carry the machine's own clock.
NOW = datetime.now(UTC)


@pytest.fixture
def bucket(settings, monkeypatch):
    """An empty bucket of a mock that speaks S3 within this process, and the site set to use it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "thu")
    with mock_aws():
        client = boto3.client("s3", region_name="ap-southeast-1")
        client.create_bucket(
            Bucket="anh-phong-chay",
            CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"},
        )
        with override_settings(STORAGES=settings.STORAGES | {"photos": photo_storage(URL)}):
            yield client


def keys(bucket) -> set[str]:
    listed = bucket.list_objects_v2(Bucket="anh-phong-chay").get("Contents", [])
    return {each["Key"] for each in listed}


@pytest.fixture
def inspection(neighbourhood):
    return record(open_december(make_team(neighbourhood, 3)).assignments.first(), DIEN_01="F")


def test_nothing_set_is_a_folder_and_a_bucket_has_its_options():
    assert photo_storage("") == FOLDER
    made = photo_storage(
        "s3://anh/to-12/?endpoint=https://s3.example.vn&region=hn-1&addressing=path"
    )
    assert made["OPTIONS"] == {
        "bucket_name": "anh",
        "location": "to-12",
        "file_overwrite": True,
        "default_acl": None,
        "endpoint_url": "https://s3.example.vn",
        "region_name": "hn-1",
        "addressing_style": "path",
    }


@pytest.mark.parametrize("url", ["/srv/photos", "http://x/y", "s3://", "s3://a?acl=public-read"])
def test_any_other_address_is_refused_with_an_example(url):
    with pytest.raises(ValueError, match="s3://bucket/folder"):
        photo_storage(url)


def test_a_photo_is_kept_shown_and_forgotten_in_the_bucket(bucket, inspection):
    photo_id = uuid4()

    kept, _ = store_photo(inspection, photo(), photo_id=photo_id, code="DIEN-01", at=NOW)
    again, is_new = store_photo(inspection, photo(), photo_id=photo_id, code="DIEN-01", at=NOW)

    assert (again, is_new) == (kept, False)
    assert keys(bucket) == {f"to-12/{kept.name}"}
    assert len(photo_content(kept)) == kept.size
    later = NOW + timedelta(days=500)
    assert [expire_photos(on=later.date(), at=later) for _ in range(2)] == [1, 0]
    assert keys(bucket) == set()
    assert Photo.objects.get().forgotten_because == "expired"


def test_a_photo_that_the_bucket_lost_is_not_found(bucket, inspection):
    kept, _ = store_photo(inspection, photo(), photo_id=uuid4(), code="DIEN-01", at=NOW)
    bucket.delete_object(Bucket="anh-phong-chay", Key=f"to-12/{kept.name}")

    with pytest.raises(FileNotFoundError):
        photo_content(kept)


def test_strays_are_swept_from_the_bucket(bucket, inspection):
    kept, _ = store_photo(inspection, photo(), photo_id=uuid4(), code="DIEN-01", at=NOW)
    bucket.put_object(Bucket="anh-phong-chay", Key="to-12/photos/0a/stray.jpg", Body=b"x")

    assert sweep_photos(at=NOW) == 0
    assert sweep_photos(at=NOW + timedelta(days=2)) == 1
    assert keys(bucket) == {f"to-12/{kept.name}"}


def test_a_missing_library_is_told_with_what_to_install(settings):
    assert check_photo_storage(None) == []
    missing = {"photos": {"BACKEND": "storages_that_are_not_there.S3Storage"}}
    with override_settings(STORAGES=settings.STORAGES | missing):
        (error,) = check_photo_storage(None)
    assert error.id == "firesafety.E008"
    assert "requirements-server.txt" in error.hint
