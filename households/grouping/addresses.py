"""What a Vietnamese house number says about where a house stands.

"12/34/5A" is house 5A in alley 34 of alley 12: every slash leads into a narrower lane.  Odd and
even numbers stand on opposite sides.  "P.1203" is room 03 on floor 12.
"""

import re
from dataclasses import dataclass

Walk = tuple[str, bool, tuple[float, ...]]

_FLOOR = re.compile(r"\b(?:tang|lau)\s*(\d{1,2})\b")
_ROOM = re.compile(r"\b(?:phong|p\.|can ho|can|ch\.?)\s*([a-z]?\d{2,4}[a-z]?)\b")


def read_flat(text: str) -> tuple[int | None, str]:
    """Floor and room that an address names: "tang 5, phong 503" → (5, "503"); (None, "") for none.

    The caller folds case and accents.
    """
    floor, room = _FLOOR.search(text), _ROOM.search(text)
    return int(floor[1]) if floor else None, room[1] if room else ""


@dataclass(frozen=True)
class Address:
    """A household's address as far as it is known.

    street: a comparable name (the caller folds case and accents), "" when unknown; number: the
    house number as written, "" when unknown; floor and room for flats.
    """

    street: str = ""
    number: str = ""
    floor: int | None = None
    room: str = ""

    @property
    def steps(self) -> tuple[float, ...]:
        """The number as places along ever narrower lanes: "12/34/5A" → (12, 34, 5.01)."""
        found = []
        for part in self.number.split("/"):
            match = re.match(r"\D*(\d+)\s*([A-Za-z]?)", part)
            if not match:
                break
            letter = match[2].upper()
            found.append(int(match[1]) + (ord(letter) - 64 if letter else 0) / 100)
        return tuple(found)

    @property
    def storey(self) -> int | None:
        """The floor, read from the room number where it is not given: room 1203 → 12."""
        if self.floor is not None:
            return self.floor
        digits = re.sub(r"\D", "", self.room)
        return int(digits[:-2]) if len(digits) >= 3 else None

    @property
    def walk(self) -> Walk:
        """Sort key of a walk up the odd side of the street and back down the even side."""
        steps = self.steps
        if not steps:
            return self.street, True, (0.0,)
        even = is_even(steps[0])
        return self.street, even, (-steps[0] if even else steps[0], *steps[1:])


def is_even(step: float) -> bool:
    """Tell the side of the street a house number stands on."""
    return int(step) % 2 == 0
