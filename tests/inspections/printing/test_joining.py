"""Documents of ours become one: nothing lost, nothing moved, nothing held in memory."""

from contextlib import nullcontext
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from inspections.printing.document import Document
from inspections.printing.joining import NotJoinable, join_documents
from tests.inspections.printing import cast
from tests.inspections.printing.reading import pages_of, rasters, write_checklists


def document(*teams: str) -> bytes:
    """A document with one section for each of these teams."""
    out = BytesIO()
    packs = [cast.pack() for _ in teams]
    named = [
        replace(
            pack,
            assignment_sheet=replace(
                pack.assignment_sheet, head=replace(pack.assignment_sheet.head, team=team)
            ),
        )
        for pack, team in zip(packs, teams, strict=True)
    ]
    write_checklists(out, named, language="vi")
    return out.getvalue()


def without_outline() -> bytes:
    out = BytesIO()
    plain = Document(out, language="vi")
    for _page in range(2):
        plain.add_page(plain.new_page())
    plain.finish()
    return out.getvalue()


def joined(*parts: bytes) -> bytes:
    out = BytesIO()
    join_documents(out, [lambda part=part: nullcontext(BytesIO(part)) for part in parts])
    return out.getvalue()


def outline_of(pdf: bytes) -> list[tuple[str, int]]:
    reader = PdfReader(BytesIO(pdf), strict=True)
    return [(line.title, reader.get_destination_page_number(line)) for line in reader.outline]


# Brackets and what looks like a reference must not be taken for one.
NAMES = st.text(st.sampled_from("Tổ (12)\\ 0R"), min_size=1, max_size=12)


@settings(max_examples=12)
@given(st.lists(st.lists(NAMES, min_size=1, max_size=2), min_size=1, max_size=3))
def test_pages_and_outline_are_those_of_the_parts_in_order(names):
    parts = [document(*teams) for teams in names]
    whole = joined(*parts)
    assert pages_of(whole) == [page for part in parts for page in pages_of(part)]
    expected, before = [], 0
    for part in parts:
        expected += [(title, before + page) for title, page in outline_of(part)]
        before += len(PdfReader(BytesIO(part)).pages)
    assert outline_of(whole) == expected


def test_parts_without_an_outline_are_passed_over_by_it():
    plain = without_outline()
    whole = joined(plain, document("Tổ 1"), plain, document("Tổ 2", "Tổ 3"), plain)
    assert [title.split(" · ")[0] for title, _page in outline_of(whole)] == ["Tổ 1", "Tổ 2", "Tổ 3"]
    assert PdfReader(BytesIO(joined(plain, plain))).outline == []


def test_every_page_looks_as_it_did():
    parts = document("Tổ 1"), document("Tổ 2")
    before = [page.tobytes() for part in parts for page in rasters(part, dpi=40)]
    assert [page.tobytes() for page in rasters(joined(*parts), dpi=40)] == before


def test_title_language_and_what_can_be_tapped_stay():
    first, second = document("Tổ 1"), document("Tổ 2")
    reader = PdfReader(BytesIO(joined(first, second)), strict=True)
    alone = PdfReader(BytesIO(first))
    assert reader.metadata == alone.metadata
    assert reader.trailer["/Root"]["/Lang"] == "vi"

    def links(pages):
        return [
            each.get_object()["/A"]["/URI"] for page in pages for each in page.get("/Annots", ())
        ]

    assert links(reader.pages) == links(alone.pages) + links(PdfReader(BytesIO(second)).pages)


def test_the_same_parts_give_the_same_bytes_and_others_give_others():
    first, second = document("Tổ 1"), document("Tổ 2")
    assert joined(first, second) == joined(first, second)
    identities = {
        str(PdfReader(BytesIO(each)).trailer["/ID"])
        for each in (joined(first, second), joined(second, first), joined(first))
    }
    assert len(identities) == 3


def test_a_file_that_can_only_be_written_to_is_enough():
    class Pipe:
        def __init__(self):
            self.largest = self.total = 0

        def write(self, data):
            self.largest, self.total = max(self.largest, len(data)), self.total + len(data)

    pipe, part = Pipe(), document("Tổ 1")
    join_documents(pipe, [lambda: nullcontext(BytesIO(part))] * 20)
    assert pipe.total == len(joined(*[part] * 20))
    # One object at a time: the fonts are the largest.
    assert pipe.largest < len(part) / 2


def test_what_is_not_ours_is_refused():
    foreign = BytesIO()
    writer = PdfWriter(clone_from=PdfReader(BytesIO(document("Tổ 1"))))
    writer.write(foreign)
    cut = document("Tổ 1")[:-600]
    for bad in (cut, b"", b"%PDF-1.4 mot tep", foreign.getvalue().replace(b"xref", b"yref")):
        with pytest.raises(NotJoinable):
            joined(document("Tổ 1"), bad)
    with pytest.raises(NotJoinable):
        joined()
