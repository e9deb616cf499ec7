import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from households.models import Area, Barrier, Household, Team
from households.services.barrier import keep_barriers, read_barriers
from tests.factories import make_household

DATA = Path(__file__).parents[3] / "shared" / "data"
ROSTER = (
    "Chủ hộ,Số nhà,Đường,Khu vực,Số điện thoại\n"
    "Trần Thị An,12/3,Đề Thám,Khu vực 1,0912345678\n"
    "Lê Văn Bình,14,Đề Thám,Khu vực 1,12\n"
    ",,,Khu vực 1,0987654321\n"
)


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "danh-sach.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def figures(capsys):
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.django_db
def test_load_areas_loads_one_province_and_says_how_much(capsys):
    call_command("load_areas", province="92")
    assert "1 tỉnh, thành phố và 103 phường, xã" in capsys.readouterr().out
    current = Area.objects.filter(valid_to=None)
    assert current.filter(level=Area.Level.WARD).count() == 103
    assert set(current.filter(level=Area.Level.CITY).values_list("code", flat=True)) == {"92"}


@pytest.mark.django_db
def test_load_areas_twice_adds_nothing(capsys):
    call_command("load_areas", province="92")
    before = Area.objects.count()
    call_command("load_areas", province="92")
    assert Area.objects.count() == before
    assert capsys.readouterr().out.splitlines()[-1].endswith("mới thêm 0.")


@pytest.mark.django_db
def test_load_areas_draws_the_borders_of_can_tho(capsys):
    path = DATA / "can_tho_wards.geojson"
    if not path.exists():
        pytest.skip("the shared boundary file is not here")
    call_command("load_areas", province="92", boundaries=path)
    assert "103" in capsys.readouterr().out.splitlines()[-1]
    assert Area.objects.filter(boundary=None, valid_to=None, level="ward").count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"province": "00"}, "Không có tỉnh"),
        ({"province": "92", "boundaries": Path("/khong/co")}, "Không mở được"),
    ],
)
def test_load_areas_says_what_is_wrong(options, words):
    with pytest.raises(CommandError, match=words):
        call_command("load_areas", **options)


def test_import_roster_prints_its_counts_last(ward, roster, capsys):
    call_command("import_roster", str(roster), ward=ward.code, json=True)
    printed = capsys.readouterr()
    assert json.loads(printed.out.splitlines()[-1]) == {
        "rows": 3,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "merged": 0,
        "rejected": 1,
        "warned": 1,
    }
    assert "Dòng 3, cột Số điện thoại" in printed.err
    assert Household.objects.count() == 2


def test_a_dry_run_saves_nothing(ward, roster, capsys):
    call_command("import_roster", str(roster), ward=ward.code, dry_run=True, json=True)
    assert figures(capsys)["created"] == 2
    assert Household.objects.count() == 0


@pytest.mark.parametrize("name", ["report.csv", "report.xlsx"])
def test_the_report_is_written(ward, roster, tmp_path, name):
    call_command("import_roster", str(roster), ward=ward.code, report=tmp_path / name)
    assert (tmp_path / name).stat().st_size > 0
    if name.endswith(".csv"):
        text = (tmp_path / name).read_text(encoding="utf-8-sig")
        assert len(text.splitlines()) >= 4


def test_import_roster_says_what_is_wrong(ward, roster, tmp_path):
    picture = tmp_path / "anh.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    for file, code, words in (
        (roster, "99999", "Không có phường"),
        (tmp_path / "khong.csv", ward.code, "Không mở được"),
        (picture, ward.code, "không phải bảng tính"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("import_roster", str(file), ward=code)


def test_form_teams_prints_its_figures_last(ward, neighbourhood, capsys):
    for number in range(1, 13):
        make_household(neighbourhood, house_number=str(number))
    call_command("form_teams", ward=ward.code, json=True)
    told = figures(capsys)
    assert told.keys() == {
        "households",
        "teams",
        "mean_pairwise_m",
        "p95_diameter_m",
        "sizes",
        "unplaced",
        "seconds",
    }
    assert (told["households"], told["teams"], told["sizes"]) == (12, 1, {"12": 1})
    assert Team.objects.count() == 1
    call_command("form_teams", ward=ward.code, json=True)
    assert figures(capsys)["teams"] == 0


def test_form_teams_can_be_tried_first(ward, neighbourhood, capsys):
    for number in range(1, 6):
        make_household(neighbourhood, house_number=str(number))
    options = {"size": 5, "minimum": 4, "maximum": 6}
    call_command("form_teams", ward=ward.code, dry_run=True, json=True, **options)
    assert figures(capsys)["teams"] == 1
    assert Team.objects.count() == 0


def test_form_teams_tells_who_is_left_over(ward, neighbourhood, capsys):
    an = make_household(neighbourhood, "Trần Thị An")
    call_command("form_teams", ward=ward.code)
    printed = capsys.readouterr()
    assert f"{neighbourhood}: {an}. Khu vực chỉ còn 1 hộ" in printed.err
    assert "0 tổ từ 1 hộ" in printed.out


@pytest.mark.parametrize(
    ("options", "words"),
    [({"ward": "99999"}, "Không có phường"), ({"ward": "31120", "minimum": 13}, "ít nhất")],
)
def test_form_teams_says_what_is_wrong(ward, options, words):
    with pytest.raises(CommandError, match=words):
        call_command("form_teams", **options)


RIVER = {"type": "LineString", "coordinates": [[105.78, 10.0], [105.78, 10.1]]}


def test_load_barriers_keeps_the_lines_of_a_ward(ward, tmp_path, capsys):
    path = tmp_path / "song.geojson"
    path.write_text(json.dumps(RIVER))
    for _time in range(2):
        call_command("load_barriers", str(path), ward=ward.code)
    assert list(Barrier.objects.values_list("ward", "geometry")) == [
        (ward.pk, RIVER["coordinates"])
    ]
    assert "Phường Cái Khế có 1 đường ngăn cách" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "content", "words"),
    [
        ("31120", "không phải bản đồ", "không phải GeoJSON"),
        ("31120", '{"type": "Point", "coordinates": [1, 2]}', "không có đường nào"),
        ("99999", "{}", "99999"),
        ("31120", None, "Không mở được tệp"),
    ],
)
def test_load_barriers_says_what_is_wrong_and_keeps_what_was(ward, tmp_path, code, content, words):
    keep_barriers(ward, read_barriers(RIVER))
    path = tmp_path / "song.geojson"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CommandError, match=words):
        call_command("load_barriers", str(path), ward=code)
    assert Barrier.objects.count() == 1
