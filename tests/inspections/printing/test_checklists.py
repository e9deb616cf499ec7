"""Checklists on paper, read back as a neighbour and as a machine would."""

import re
import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from inspections.printing.fonts import REPLACEMENT
from inspections.printing.paper import LAYOUTS, MM, QR_SIZE
from inspections.printing.qr import modules
from inspections.printing.values import Party, TeamPack
from tests.inspections.printing import cast
from tests.inspections.printing.reading import (
    checklists,
    pages_of,
    printed,
    rasters,
    tick_boxes,
    write_checklists,
)


def only_checklist(sheet, **options):
    """The pages of one checklist, without the assignment sheet before it."""
    return pages_of(checklists(sheet, assignment=cast.assignment_sheet(2), **options))[1:]


def test_a_core_checklist_is_one_page_that_says_everything():
    sheet = cast.checklist(open_hazards=cast.hazards(2))
    (page,) = only_checklist(sheet)
    expected = [
        "Phiếu kiểm tra chéo",
        "Tháng 12/2026",
        "Tổ 12/1 số 7 · Khu vực 3 · Phường Ninh Kiều · TP Cần Thơ",
        "Tổ trưởng: Đặng Thị Phượng · 0901 234 567",
        "Kiểm tra từ 01/12/2026 đến hết 25/12/2026",
        "Nguyễn Văn Hằng",
        "12/1 hẻm 132 Nguyễn Văn Cừ",
        "Trần Thị Ngưỡng",
        "12/2 hẻm 132 Nguyễn Văn Cừ",
        "0901 234 101 · Nhà ở",
        "K7QF-2M9X",
        "Chưa đạt",
        "từ 05/11/2026",
        "hạn 20/11/2026",
        "xe máy chắn chân cầu thang",
        "không phải biên bản của cơ quan nhà nước",
        "Mã phiếu PK-2026-12-000123 · mẫu 3",
        "Cháy: gọi 114",
        "Trang 1/1",
    ]
    assert [words for words in expected if words not in page] == []
    questions = [line for group in sheet.groups for line in group.lines]
    assert [line for line in questions if f"{line.code} {line.text}" not in page] == []
    assert page == unicodedata.normalize("NFC", page)


def test_it_never_looks_like_an_official_record():
    (page,) = only_checklist(cast.checklist())
    assert "Biên bản kiểm tra" not in page


@pytest.mark.parametrize("questions", [12, 15, 18, 22])
def test_a_core_list_takes_one_page(questions):
    assert len(only_checklist(cast.checklist(questions=cast.groups(questions)))) == 1


def test_a_full_list_takes_two_pages_that_find_each_other():
    sheet = cast.checklist(questions=cast.groups(47, critical=False))
    first, second = only_checklist(sheet)
    for number, page in enumerate((first, second), start=1):
        for words in ("Nguyễn Văn Hằng", "Trần Thị Ngưỡng", "K7QF-2M9X", "Chưa đạt"):
            assert words in page
        assert f"Trang {number}/2" in page
    assert "Đồng ý" not in first
    assert "Đồng ý" in second


@pytest.mark.parametrize("size", ["normal", "large"])
@pytest.mark.parametrize("faults", [0, 1, 7, 40])
@pytest.mark.parametrize("questions", [1, 18, 22, 47])
def test_every_question_and_every_fault_has_its_boxes(size, faults, questions):
    sheet = cast.checklist(questions=cast.groups(questions), open_hazards=cast.hazards(faults))
    pdf = checklists(sheet, assignment=cast.assignment_sheet(2), size=size)
    pages = range(1, len(pages_of(pdf)))
    # Four for each question, two for each fault, and agree or disagree at the end.
    assert sum(tick_boxes(pdf, page) for page in pages) == 4 * questions + 2 * faults + 2


def test_signatures_are_always_in_the_company_of_questions():
    alone = []
    for faults in range(12):
        sheet = cast.checklist(questions=cast.groups(22), open_hazards=cast.hazards(faults))
        last = only_checklist(sheet)[-1]
        assert "DIEN-22" in last
        if last.count("DIEN-") < 4:
            alone.append(faults)
    assert alone == []


def test_critical_questions_stand_out_only_among_others():
    words = "Chữ đậm"
    assert words not in only_checklist(cast.checklist())[0]
    assert words in only_checklist(cast.checklist(questions=cast.groups(12, critical=False)))[0]


def test_large_print_says_the_same():
    sheet = cast.checklist()
    pages = " ".join(only_checklist(sheet, size="large"))
    questions = [line.text for group in sheet.groups for line in group.lines]
    assert [text for text in questions if text not in pages] == []
    assert "K7QF-2M9X" in pages


def test_the_longest_names_are_cut_only_where_no_line_is_left():
    sheet = cast.checklist(
        head=cast.LONG_HEAD, inspector=cast.LONG_PARTY, inspected=cast.LONG_PARTY
    )
    (page,) = only_checklist(sheet)
    assert page.count("Công Tằng Tôn Nữ Thị Hoàng Phượng Nguyệt Quỳnh Như") == 2
    assert page.count("1324/56/78/90A bis") == 2
    assert "K7QF-2M9X" in page


def test_bad_data_prints_legibly_or_visibly_replaced():
    odd = Party(
        name="<b>Bà Tư</b> 🔥 & \\(con)",
        house_number="",
        street="",
        phone="",
        kind=unicodedata.normalize("NFD", "Nhà trọ"),
    )
    sheet = cast.checklist(inspected=odd, inspector=Party(name="\u202eשלום\u202c"))
    (page,) = only_checklist(sheet)
    assert f"<b>Bà Tư</b> {REPLACEMENT} & \\(con)" in page
    assert "(chưa có địa chỉ)" in page
    assert "(chưa có số điện thoại) · Nhà trọ" in page
    assert REPLACEMENT * 4 in page


def test_a_very_long_note_does_not_push_the_sheet_over():
    fault = replace(cast.hazards(1)[0], note="dây điện chập " * 30)
    (page,) = only_checklist(cast.checklist(open_hazards=(fault,)))
    assert "…" in page
    assert "Trang 1/1" in page


def test_an_empty_checklist_is_still_a_sheet_to_sign():
    (page,) = only_checklist(cast.checklist(questions=()))
    assert "Đồng ý" in page


def test_the_qr_is_drawn_as_it_should_be_read():
    sheet = cast.checklist()
    pdf = checklists(sheet, assignment=cast.assignment_sheet(2))
    dpi = 150
    image = rasters(pdf, dpi=dpi)[1]
    right, top = LAYOUTS["a4", "normal"].right, LAYOUTS["a4", "normal"].top
    rows = modules(sheet.link)
    step = QR_SIZE / len(rows)
    seen = tuple(
        bytes(
            image.getpixel(
                (
                    int((right - QR_SIZE + (x + 0.5) * step) * dpi / 72),
                    int((top + (y + 0.5) * step) * dpi / 72),
                )
            )
            < 128
            for x in range(len(rows))
        )
        for y in range(len(rows))
    )
    assert seen == rows
    # Four empty modules all round, as the standard asks; the paper's edge does for the top.
    quiet = image.crop(
        (
            int((right - QR_SIZE - 4 * step) * dpi / 72),
            int(top * dpi / 72),
            int((right - QR_SIZE) * dpi / 72) - 1,
            int((top + QR_SIZE) * dpi / 72),
        )
    )
    assert quiet.getextrema() == (255, 255)
    assert step > 0.6 * MM


def test_tapping_the_qr_opens_its_link():
    sheet = cast.checklist(questions=cast.groups(47))
    pdf = checklists(sheet, assignment=cast.assignment_sheet(2))
    opened = [
        [annotation["/A"]["/URI"] for annotation in page.get("/Annots", [])]
        for page in PdfReader(BytesIO(pdf)).pages
    ]
    assert opened == [[], [sheet.link], [sheet.link]]


def test_fonts_are_embedded_and_nothing_else_is_used():
    pdf = checklists(cast.checklist(), assignment=cast.assignment_sheet(12))
    reader = PdfReader(BytesIO(pdf))
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/FontDescriptor"]
            fonts[str(font["/BaseFont"])] = "/FontFile2" in descriptor
    assert all(fonts.values())
    assert {name.split("+")[1] for name in fonts} == {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}
    assert b"Helvetica" not in pdf
    for page in reader.pages:
        asked = re.findall(rb"/(\S+) [\d.]+ Tf", page.get_contents().get_data())
        assert {f"/{name.decode()}" for name in asked} <= set(page["/Resources"]["/Font"])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_document_says_what_it_is(language):
    pdf = checklists(cast.checklist(), assignment=cast.assignment_sheet(2), language=language)
    reader = PdfReader(BytesIO(pdf))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.metadata.title
    assert [entry.title for entry in reader.outline] == [
        "Tổ 12/1 số 7 · Khu vực 3 · Phường Ninh Kiều · TP Cần Thơ"
    ]


def test_the_outline_leads_to_each_team():
    heads = [replace(cast.HEAD, team=f"Tổ 12/1 số {n}") for n in (1, 2)]
    packs = [
        TeamPack(cast.assignment_sheet(3, head=head), [cast.checklist(head=head)] * 3)
        for head in heads
    ]
    pdf = printed(lambda out: write_checklists(out, packs, language="vi"))
    reader = PdfReader(BytesIO(pdf))
    places = [reader.get_destination_page_number(entry) for entry in reader.outline]
    assert places == [0, 4]


def test_no_teams_make_a_document_without_pages():
    out = BytesIO()
    assert write_checklists(out, [], language="vi").pages == 0
