"""What holds for every sheet of the catalogue, in every size, on every paper."""

import re
import unicodedata
from io import BytesIO

import pytest
from pypdf import PdfReader

from inspections.printing.catalogue import SHEETS
from inspections.printing.paper import PAPERS
from tests.inspections.printing import cast
from tests.inspections.printing.everything import FORMS, ORDINARY, VALUES, print_all, print_values
from tests.inspections.printing.reading import pages_of, rasters

DPI = 76.2  # Three pixels a millimetre.
MARGIN = 30


def test_there_is_a_sample_of_every_sheet():
    assert VALUES.keys() == SHEETS.keys()


@pytest.mark.parametrize(("name", "size", "paper"), FORMS)
def test_nothing_is_within_ten_millimetres_of_the_edge(name, size, paper):
    for image in rasters(print_all(name, size=size, paper=paper), dpi=DPI):
        width, height = image.size
        edges = (
            (0, 0, width, MARGIN),
            (0, height - MARGIN, width, height),
            (0, 0, MARGIN, height),
            (width - MARGIN, 0, width, height),
        )
        assert [edge for edge in edges if image.crop(edge).getextrema() != (255, 255)] == []


@pytest.mark.parametrize(("name", "size", "paper"), FORMS)
def test_ink_is_black_or_nothing(name, size, paper):
    """No colour and no grey is asked of a cheap printer, so none can come out too pale."""
    reader = PdfReader(BytesIO(print_all(name, size=size, paper=paper)))
    for page in reader.pages:
        streams = [page.get_contents().get_data()]
        forms = page["/Resources"].get("/XObject", {})
        streams += [form.get_object().get_data() for form in forms.values()]
        for stream in streams:
            assert re.findall(rb"(?<![\w.])(?:rg|RG|g|G|k|K|sc|scn|gs)\b", unquoted(stream)) == []


def unquoted(stream):
    """Operators without the texts between brackets."""
    return re.sub(rb"\((?:\\.|[^\\()])*\)", b"", stream)


@pytest.mark.parametrize(("name", "size", "paper"), FORMS)
def test_it_has_the_size_that_was_asked_for(name, size, paper):
    reader = PdfReader(BytesIO(print_all(name, size=size, paper=paper)))
    sides = sorted((PAPERS[paper].width, PAPERS[paper].height))
    for page in reader.pages:
        box = page.mediabox
        assert sorted((float(box.width), float(box.height))) == pytest.approx(sides, abs=0.01)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", SHEETS)
def test_every_page_says_its_code_its_number_and_whom_to_call(name, language):
    pages = pages_of(print_all(name, language=language))
    call = {"vi": "Cháy: gọi 114", "en": "Fire: call 114"}[language]
    page_of = {"vi": r"Trang (\d+)/(\d+)", "en": r"Page (\d+)/(\d+)"}[language]
    for page in pages:
        assert call in page
        assert re.search(r"[A-Z]{2}-[\d-]+", page)
        assert all(int(number) <= int(last) for number, last in re.findall(page_of, page))
        assert re.findall(page_of, page)


@pytest.mark.parametrize("name", SHEETS.keys() - {"rosters", "overdue"})
def test_what_asks_questions_says_which_version_of_them(name):
    (value,) = (make() for make in VALUES[name][ORDINARY : ORDINARY + 1])
    assert all("mẫu " in page for page in pages_of(print_values(name, value))[-1:])


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", SHEETS)
def test_the_document_says_what_it_is(name, language):
    pdf = print_all(name, language=language)
    reader = PdfReader(BytesIO(pdf))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.metadata.title
    places = [reader.get_destination_page_number(entry) for entry in reader.outline]
    assert len(places) == len(VALUES[name])
    assert places == sorted(set(places))
    assert places[0] == 0


@pytest.mark.parametrize("name", SHEETS)
def test_fonts_are_embedded_in_part_and_nothing_else_is_used(name):
    pdf = print_all(name)
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
            # Six letters and a plus sign tell that only the letters used came along.
            assert re.fullmatch(r"/[A-Z]{6}\+BeVietnamPro-(Regular|Bold)", str(font["/BaseFont"]))


@pytest.mark.parametrize(("name", "size", "paper"), FORMS)
def test_the_text_read_back_is_composed(name, size, paper):
    for page in pages_of(print_all(name, size=size, paper=paper)):
        assert page == unicodedata.normalize("NFC", page)


@pytest.mark.parametrize("name", SHEETS)
def test_printing_twice_gives_the_same_bytes(name):
    assert print_all.__wrapped__(name) == print_all(name)


@pytest.mark.parametrize("name", SHEETS)
def test_no_sheet_looks_like_an_official_record(name):
    text = " ".join(pages_of(print_all(name)))
    for words in ("BIÊN BẢN", "Biên bản", "CỘNG HÒA", "Cộng hòa xã hội", "QUYẾT ĐỊNH"):
        assert words not in text


@pytest.mark.parametrize(
    ("name", "row", "title"),
    [
        ("summaries", "Lối ra chính", "Từ ngày"),
        ("area_year", "Lối ra chính", "Lâu nhất"),
        ("area_year", "Khu vực Thới Bình", "Tỷ lệ"),
        ("matrix", "DIEN-", "hộ 1 đi"),
        ("follow_ups", "THOAT-", "Hộ được kiểm tra"),
    ],
)
def test_titles_of_columns_come_back_on_every_page_of_a_table(name, row, title):
    pages = pages_of(print_values(name, VALUES[name][-1]()))
    with_rows = [page for page in pages if row in page]
    assert len(with_rows) > 1
    assert [page for page in with_rows if title not in page] == []


@pytest.mark.parametrize("count", range(1, 46, 2))
def test_no_row_of_a_table_and_no_signature_goes_to_a_page_alone(count):
    *_earlier, last = pages_of(print_values("area_year", cast.area_summary(count, items=0)))
    assert "Người tổng hợp" in last
    assert last.count("Tổ 12/1 số") >= min(count, 2)


@pytest.mark.parametrize("count", range(1, 25))
def test_no_follow_up_and_no_signature_goes_to_a_page_alone(count):
    *_earlier, last = pages_of(print_values("follow_ups", cast.follow_ups(count)))
    assert "Đồng ý" in last
    assert last.count("THOAT-") >= min(count, 2)
