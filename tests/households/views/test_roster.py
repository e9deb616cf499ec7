import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from households.models import Household, RosterImport
from households.rosters import read_roster
from households.services.roster_import import receive_roster
from tests.factories import make_household
from tests.households.views.conftest import ROSTER


def text_of(response):
    return response.content.decode()


def send(client, ward, content=ROSTER, name="danh-sach.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("roster_upload", args=[ward.code]), {"file": file})


def test_a_file_is_previewed_before_anything_is_saved(as_officer, ward, officer):
    sent = send(as_officer, ward)
    received = RosterImport.objects.get()
    assert sent.url == reverse("roster", args=[received.pk])
    assert (received.uploaded_by, received.file_name) == (officer, "danh-sach.csv")
    text = text_of(as_officer.get(sent.url))
    assert "Trong 2 dòng: sẽ thêm 2 hộ, sửa 0 hộ" in text
    assert "1 khu vực mới được mở: Khu vực 1." in text
    assert Household.objects.count() == 0


def test_each_doubt_stands_with_its_row_its_cell_and_what_is_proposed(as_officer, received):
    text = text_of(as_officer.get(reverse("roster", args=[received.pk])))
    assert "<mark>912345678</mark>" in text
    assert "<strong>0912345678</strong>" in text
    assert "Lê Văn Bình, 14 Đề Thám, Khu vực 1" in text
    assert text.index("Cần xem lại") < text.index("Đã sửa giúp")


def test_a_reason_has_a_page_of_its_own(as_officer, received):
    url = reverse("roster", args=[received.pk])
    text = text_of(as_officer.get(url, {"reason": "phone_unusable"}))
    assert "Lê Văn Bình" in text
    assert "Trần Thị An" not in text
    assert as_officer.get(url, {"reason": "khong-co"}).status_code == 404


def test_many_rows_of_one_reason_come_in_pages(as_officer, ward, officer, received):
    lines = [f"Người {n},{n},Lê Lợi,Khu vực 1,9{n:08d}" for n in range(12_345_601, 12_345_661)]
    file = "\n".join(["Chủ hộ,Số nhà,Đường,Khu vực,Số điện thoại", *lines]).encode()
    many = receive_roster(ward, file, name="a.csv", by=officer, at=received.uploaded_at)
    url = reverse("roster", args=[many.pk])
    first = text_of(as_officer.get(url, {"reason": "phone_zero"}))
    second = text_of(as_officer.get(url, {"reason": "phone_zero", "page": 2}))
    assert "Trang 1 trên 2" in first
    assert (first.count("<mark>"), second.count("<mark>")) == (50, 10)


def test_applying_saves_and_says_so(as_officer, received, on):
    applied = as_officer.post(reverse("roster_apply", args=[received.pk]), follow=True)
    assert "đã thêm 2 hộ" in text_of(applied)
    assert set(Household.objects.values_list("holder_name", "entered_on")) == {
        ("Trần Thị An", on),
        ("Lê Văn Bình", on),
    }


def test_pressing_twice_saves_once(as_officer, received):
    for _ in range(2):
        as_officer.post(reverse("roster_apply", args=[received.pk]))
    assert Household.objects.count() == 2


def test_a_file_that_was_lost_can_be_sent_again(as_officer, received):
    received.file.delete(save=False)
    answer = as_officer.post(reverse("roster_apply", args=[received.pk]), follow=True)
    assert "Xin gửi lại tệp" in text_of(answer)
    assert Household.objects.count() == 0


def test_households_missing_from_the_file_are_mentioned_and_stay(
    as_officer, ward, neighbourhood, officer, received
):
    make_household(neighbourhood)
    again = receive_roster(ward, ROSTER, name="a.csv", by=officer, at=received.uploaded_at)
    text = text_of(as_officer.get(reverse("roster", args=[again.pk])))
    assert "1 hộ đang có trong sổ mà không có trong tệp" in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n", "không phải bảng tính"),
        (b"", "Tệp trống"),
        (b"a,b\n1,2\n", "tiêu đề"),
    ],
)
def test_a_file_of_no_use_is_refused_in_plain_words(as_officer, ward, content, words):
    text = text_of(send(as_officer, ward, content))
    assert "Chưa gửi được" in text
    assert 'href="#id_file"' in text
    assert words in text
    assert RosterImport.objects.count() == 0


def test_a_file_that_is_too_big_is_refused(as_officer, ward, settings):
    settings.ROSTER_MAX_MEGABYTES = 0
    assert "lớn hơn" in text_of(send(as_officer, ward))


def test_sending_nothing_is_told(as_officer, ward):
    url = reverse("roster_upload", args=[ward.code])
    assert "Xin chọn tệp danh sách hộ." in text_of(as_officer.post(url))


def test_the_blank_roster_is_one_that_we_can_read(as_officer, ward):
    answer = as_officer.get(reverse("roster_blank", args=[ward.code]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="danh-sach-31120.xlsx"'
    blank = read_roster(b"".join(answer.streaming_content), name="danh-sach.xlsx")
    assert blank.rows == ()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_report_can_be_downloaded(as_officer, received, file_format):
    answer = as_officer.get(reverse("roster_report", args=[received.pk, file_format]))
    content = io.BytesIO(b"".join(answer.streaming_content)).read()
    assert answer.headers["Content-Disposition"].endswith(f'.{file_format}"')
    if file_format == "csv":
        assert "912345678" in content.decode("utf-8-sig")


def test_one_received_file_and_three_need_the_same_queries(
    as_officer, ward, officer, received, django_assert_num_queries
):
    url = reverse("roster_upload", args=[ward.code])
    # session, user, ward, files
    with django_assert_num_queries(4):
        as_officer.get(url)
    for number in "12":
        file = ROSTER + f"Võ Thị Cúc,{number},Lê Lợi,Khu vực 1,\n".encode()
        receive_roster(ward, file, name="a.csv", by=officer, at=received.uploaded_at)
    with django_assert_num_queries(4):
        as_officer.get(url)
