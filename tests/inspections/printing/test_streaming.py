"""Documents are written while they are drawn, and come out the same each time."""

from io import BytesIO
from itertools import pairwise

from tests.inspections.printing import cast
from tests.inspections.printing.reading import write_checklists


def test_the_same_values_give_the_same_bytes():
    files = []
    for _ in range(2):
        out = BytesIO()
        write_checklists(out, [cast.pack()], language="vi")
        files.append(out.getvalue())
    assert files[0] == files[1]


def test_pages_are_on_file_before_the_next_team_is_asked_for():
    out = BytesIO()
    written = []

    def teams():
        for _ in range(4):
            written.append(out.tell())
            yield cast.pack()

    write_checklists(out, teams(), language="vi")
    steps = [after - before for before, after in pairwise(written)]
    assert all(step > 3000 for step in steps)


def test_a_file_that_can_only_be_written_to_is_enough():
    class Pipe:
        def __init__(self):
            self.parts = []

        def write(self, data):
            self.parts.append(bytes(data))

    pipe, out = Pipe(), BytesIO()
    write_checklists(pipe, [cast.pack()], language="vi")
    write_checklists(out, [cast.pack()], language="vi")
    assert b"".join(pipe.parts) == out.getvalue()


def test_questions_are_drawn_once_however_many_sheets_show_them():
    sizes = []
    for teams in (1, 11):
        out = BytesIO()
        printed = write_checklists(out, [cast.pack() for _ in range(teams)], language="vi")
        sizes.append((len(out.getvalue()), printed.pages))
    (small, few), (large, many) = sizes
    assert (large - small) / (many - few) < 3 * 1024
