from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.icalendar import OCTETS, DayEvent, escape, fold, write_calendar

EVENT = DayEvent(
    uid="a-1@to12.example.vn",
    day=date(2026, 12, 31),
    summary="Tổ 7: hạn, kiểm tra; 12/1",
    description="Còn 3 hộ.\nCháy: gọi 114",
    url="https://to12.example.vn/teams/7/",
    changed_at=datetime(2026, 12, 1, 1, 2, 3, tzinfo=UTC),
)


def read(text: str) -> list[str]:
    """Lines as a calendar program unfolds them."""
    return text.replace("\r\n ", "").split("\r\n")


def test_a_day_is_written_with_its_end_on_the_next():
    lines = read(write_calendar("Tổ 7", [EVENT]))

    assert lines[8:] == [
        "UID:a-1@to12.example.vn",
        "DTSTAMP:20261201T010203Z",
        "LAST-MODIFIED:20261201T010203Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Tổ 7: hạn\\, kiểm tra\\; 12/1",
        "DESCRIPTION:Còn 3 hộ.\\nCháy: gọi 114",
        "URL:https://to12.example.vn/teams/7/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_head_says_what_it_is_and_where():
    lines = read(write_calendar("Tổ 7", []))

    assert lines[0:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert "X-WR-TIMEZONE:Asia/Ho_Chi_Minh" in lines


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_folding_keeps_every_letter_and_no_line_is_too_long(text):
    folded = fold(f"SUMMARY:{text}")

    assert folded.replace("\r\n ", "") == f"SUMMARY:{text}"
    assert all(len(line.encode()) <= OCTETS for line in folded.split("\r\n"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_text_breaks_out_of_its_line(text):
    assert not set("\r\n\t\0") & set(escape(text))


def test_the_same_events_give_the_same_bytes():
    assert write_calendar("Tổ 7", [EVENT]) == write_calendar("Tổ 7", [EVENT])
