"""Which months count: the rotation's clock stands still in a month that a place skips."""

from __future__ import annotations

from dataclasses import dataclass

from firesafety.months import Month


@dataclass(frozen=True, slots=True)
class OperatingCalendar:
    """The months that one place skips."""

    skipped: frozenset[Month] = frozenset()

    def period(self, month: Month) -> int:
        """The number of an operating month: consecutive ones differ by one.

        A skipped month has the number of the operating month that follows it.
        """
        return month.index - sum(each < month for each in self.skipped)

    def next_working(self, month: Month) -> Month:
        """The first month after this one in which the place works."""
        following = month.next()
        while self.rests(following):
            following = following.next()
        return following

    def rests(self, month: Month) -> bool:
        return month in self.skipped
