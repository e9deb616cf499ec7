"""Ideal years: for each team size, who inspects whom in each of the n-1 months.

Each word is a month; its k-th digit (base 36) is the seat that seat k inspects. Every row has
no fixed seat, and the rows of a table together hold every ordered pair once. All rows are
single rings but for n = 4 and n = 6, where that is impossible (Tillson's theorem: the complete
digraph on n points splits into Hamiltonian circuits except for n = 4 and 6). They were found by
constraint search, ordered so that a visit's reverse comes as late as possible, and are
checked, row by row, by the tests.
"""

from functools import cache

_WORDS = {
    3: "120 201",
    4: "1230 2301 3012",
    5: "12340 34012 40123 23401",
    6: "143502 231450 524031 305214 450123",
    7: "5601234 1234560 3456012 2345601 6012345 4560123",
    8: "12345670 45067213 37651402 23570146 56403721 70126354 64712035",
    9: ("123456780 758102436 546873021 264087315 801234567 435761802 687510243 370628154"),
    10: (
        "7965018234 8340721956 1234567890 6497803125 3609284517 4578932061 5786190342 "
        "2851679403 9012345678"
    ),
    11: (
        "3456789a012 9a012345678 123456789a0 56789a01234 789a0123456 89a01234567 "
        "23456789a01 a0123456789 6789a012345 456789a0123"
    ),
    12: (
        "123456789ab0 274680ba1539 96701a8b3245 ba1793205684 538271094b6a 3859a746b102 "
        "40ab39527816 8b9a24136057 6401b235a798 a5680b912473 79b568a40321"
    ),
    13: (
        "6789abc012345 3456789abc012 bc0123456789a c0123456789ab 56789abc01234 "
        "9abc012345678 789abc0123456 abc0123456789 23456789abc01 123456789abc0 "
        "89abc01234567 456789abc0123"
    ),
    14: (
        "1a58d3c067b492 36a4c02195d87b 2d95840a7c13b6 b9d16875a4c203 6b495ad2c03718 "
        "728d0b36419ca5 d8029c1b564a37 436b17a90d852c 9c70214d3b568a 80bc3254da7169 "
        "a537b98c1260d4 c41a7698b32d50 57c6adb3280941"
    ),
    15: (
        "c350ea291d4768b 94b58712c30de6a 87069caeb5d1243 deac0b932176458 e0123456789abcd "
        "6deb2084ac39175 bad861e052c4739 3861a2cbd75e094 a67913d540e28bc 2bced93104685a7 "
        "4987cdbae625301 123456789abcde0 5c4a7e0d6b83912 759db84c3e10a26"
    ),
}

SIZES = tuple(_WORDS)


@cache
def ideal_table(size: int) -> tuple[tuple[int, ...], ...]:
    """The months of the ideal year of a team of ``size``; empty where none is known."""
    words = _WORDS.get(size, "").split()
    return tuple(tuple(int(digit, 36) for digit in word) for word in words)


def ideal_month(size: int, period: int) -> tuple[int, ...]:
    """The table's row for this period, seat by seat; empty where no table is known."""
    table = ideal_table(size)
    return table[period % len(table)] if table else ()


def bypass_absent(row: tuple[int, ...], present: tuple[bool, ...]) -> dict[int, int]:
    """The row with absent seats passed over along their circuit: present seat -> target seat.

    A seat whose whole circuit is absent but itself gets no target.
    """
    targets = {}
    for seat, here in enumerate(present):
        if not here or not row:
            continue
        target = row[seat]
        while not present[target]:
            target = row[target]
        if target != seat:
            targets[seat] = target
    return targets
