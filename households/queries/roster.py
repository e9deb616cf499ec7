"""Reading what became of a handed-in roster file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from firesafety.language import said_here
from households.models import Household, RosterImport
from households.rosters import Doubt, RowOutcome

EXAMPLES = 5
_SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class DoubtfulCell:
    """One doubt about one row, with who the row is about."""

    number: int
    outcome: str
    who: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """All doubts of one reason, in the order of the file."""

    code: str
    severity: str
    title: str
    cells: tuple[DoubtfulCell, ...]

    @property
    def first(self) -> tuple[DoubtfulCell, ...]:
        """A few examples, for a page that shows every reason."""
        return self.cells[:EXAMPLES]

    @property
    def is_one_sentence(self) -> bool:
        """Whether the title already says all there is to say about each row."""
        return all(str(cell.doubt.message) == self.title for cell in self.cells)


def row_outcomes(received: RosterImport) -> Iterator[RowOutcome]:
    """Every row of the file with its doubts, as the report wants them."""
    for number, outcome, _household, doubts, *_who in received.outcomes:
        yield RowOutcome(number, outcome, tuple(_doubt(stored) for stored in doubts))


def _doubt(stored: Sequence[Any]) -> Doubt:
    """A stored doubt in the reader's language; a kind of premises by its name, not its code."""
    column, code, message, value, proposed, severity = stored
    if code.startswith("kind_"):
        proposed = str(dict(Household.Kind.choices).get(proposed, proposed))
    return Doubt(column, code, said_here(message), value, proposed, severity)


def doubt_groups(received: RosterImport) -> list[DoubtGroup]:
    """The doubtful rows by reason: what was rejected first, what was put right last."""
    groups: dict[tuple[str, str], list[DoubtfulCell]] = {}
    for number, outcome, _household, doubts, *who in received.outcomes:
        for doubt in map(_doubt, doubts):
            cell = DoubtfulCell(number, outcome, who[0] if who else "", doubt)
            groups.setdefault((doubt.severity, doubt.code), []).append(cell)
    ordered = sorted(
        groups.items(), key=lambda item: (_SEVERITIES.index(item[0][0]), -len(item[1]))
    )
    return [
        DoubtGroup(code, severity, _title(cells), tuple(cells))
        for (severity, code), cells in ordered
    ]


def _title(cells: Sequence[DoubtfulCell]) -> str:
    """The reason itself where all rows share it, else the column that it is about."""
    sentences = {str(cell.doubt.message) for cell in cells}
    if len(sentences) == 1:
        return sentences.pop()
    return _("Xem lại cột “%(column)s”") % {"column": cells[0].doubt.column}
