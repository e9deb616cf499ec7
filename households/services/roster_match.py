"""Find out which household of the register each row of a roster speaks of.

Plain work on values already read: no query in here. Certain matches are taken for every row
first; only then may a row claim, by weaker signs, a household that no other row speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from households.models import Household
from households.rosters.keys import address_key, name_key, neighbourhood_key
from households.rosters.values import RosterRow

Thing = TypeVar("Thing")
Pair = tuple[Thing, "Keys"]

# Where households stand whose roster does not say which neighbourhood: data, not a message.
UNKNOWN_NEIGHBOURHOOD = "Chưa rõ khu vực"


class Sign(StrEnum):
    """By what a row was recognised as a household of the register, the surest first."""

    SAME = "same"  # neighbourhood, address and name
    PHONE_AND_ADDRESS = "phone_and_address"  # under another name
    PHONE_AND_NAME = "phone_and_name"  # at another address of the same neighbourhood
    NAME_ALONE = "name_alone"  # one of the two has no address, and nobody else has the name


@dataclass(frozen=True, slots=True)
class Keys:
    """What a row, or a household, is compared by. A point stands in for a missing address."""

    neighbourhood: str
    address: str
    name: str
    phone: str
    kind: str  # "" where the roster does not say

    @property
    def has_address(self) -> bool:
        return bool(self.address) and not self.address.startswith("@")


@dataclass(frozen=True, slots=True)
class Match:
    """A row and its household, None for a new one.

    ``elsewhere`` lives at another place of the ward under the same name, with the same phone or
    the same address: perhaps they moved. ``repeats`` is the number of an earlier row that says
    the same.
    """

    row: RosterRow
    keys: Keys
    household: Household | None = None
    sign: Sign | None = None
    elsewhere: Household | None = None
    repeats: int | None = None


def household_keys(household: Household, neighbourhood: str) -> Keys:
    """The keys of a household of the register; ``neighbourhood`` is the name of its own."""
    return Keys(
        neighbourhood=neighbourhood_key(neighbourhood),
        address=household.address_key,
        name=household.name_key,
        phone=household.phone,
        kind=household.kind,
    )


def row_keys(row: RosterRow, *, kind: str, neighbourhood: str) -> Keys:
    return Keys(
        neighbourhood=neighbourhood_key(neighbourhood),
        address=address_key(
            row.house_number, row.street, latitude=row.latitude, longitude=row.longitude
        ),
        name=name_key(row.holder_name),
        phone=row.phone,
        kind=kind,
    )


def match_rows(
    rows: Sequence[RosterRow],
    register: Sequence[Pair[Household]],
    *,
    kinds: Mapping[int, str],
) -> list[Match]:
    """Match the usable rows of a file with the register, in the order of the file.

    ``kinds`` holds the kind of premises by row number, "" where the roster does not say.
    """
    pairs = _keyed(rows, register, kinds)
    claims = _Claims(rows=[], households=list(register))
    repeats: dict[int, int] = {}
    first: dict[Hashable, int] = {}
    for row, keys in pairs:
        earlier = first.setdefault(_same(keys), row.number)
        if earlier == row.number:
            claims.rows.append((row, keys))
        else:
            repeats[row.number] = earlier
    claims.settle(_same, sign=Sign.SAME)
    claims.settle(_phone_and_address, sign=Sign.PHONE_AND_ADDRESS)
    claims.settle(_phone_and_name, sign=Sign.PHONE_AND_NAME, fits=_may_be_renumbered)
    claims.settle(_name_alone, sign=Sign.NAME_ALONE, fits=_may_lack_address)
    return list(_matches(pairs, claims, repeats, _Elsewhere(register)))


def _keyed(
    rows: Iterable[RosterRow], register: Sequence[Pair[Household]], kinds: Mapping[int, str]
) -> list[Pair[RosterRow]]:
    """Rows with their keys; a row without neighbourhood takes that of its namesake, if only one."""
    homes = _group(register, lambda keys: (keys.address, keys.name) if keys.has_address else None)
    names = {
        value: {keys.neighbourhood for _household, keys in group} for value, group in homes.items()
    }
    pairs = []
    for row in rows:
        keys = row_keys(row, kind=kinds[row.number], neighbourhood=row.neighbourhood)
        if not keys.neighbourhood:
            known = names.get((keys.address, keys.name), set())
            home = next(iter(known)) if len(known) == 1 else UNKNOWN_NEIGHBOURHOOD
            keys = row_keys(row, kind=keys.kind, neighbourhood=home)
        pairs.append((row, keys))
    return pairs


@dataclass
class _Claims:
    """Rows still without a household, and households still without a row."""

    rows: list[Pair[RosterRow]]
    households: list[Pair[Household]]
    found: dict[int, tuple[Household, Sign]] = field(default_factory=dict)

    def settle(
        self,
        key: Callable[[Keys], Hashable | None],
        *,
        sign: Sign,
        fits: Callable[[Keys, Keys], bool] = lambda row, household: True,
    ) -> None:
        """Match where just one row and one household have a key and fit; None is no key."""
        candidates = _group(self.households, key)
        taken: set[int] = set()
        for value, rows in _group(self.rows, key).items():
            others = candidates.get(value, [])
            if len(rows) != 1 or len(others) != 1:
                continue
            (row, mine), (household, theirs) = rows[0], others[0]
            if fits(mine, theirs):
                self.found[row.number] = (household, sign)
                taken.add(household.pk)
        self.rows = [pair for pair in self.rows if pair[0].number not in self.found]
        self.households = [pair for pair in self.households if pair[0].pk not in taken]


def _group(
    pairs: Iterable[Pair[Thing]], key: Callable[[Keys], Hashable | None]
) -> dict[Hashable, list[Pair[Thing]]]:
    groups: dict[Hashable, list[Pair[Thing]]] = defaultdict(list)
    for pair in pairs:
        value = key(pair[1])
        if value is not None:
            groups[value].append(pair)
    return groups


def _same(keys: Keys) -> Hashable:
    return keys.neighbourhood, keys.address, keys.name


def _phone_and_address(keys: Keys) -> Hashable | None:
    return (
        (keys.neighbourhood, keys.address, keys.phone) if keys.phone and keys.has_address else None
    )


def _phone_and_name(keys: Keys) -> Hashable | None:
    return (keys.neighbourhood, keys.name, keys.phone) if keys.phone else None


def _name_alone(keys: Keys) -> Hashable:
    return keys.neighbourhood, keys.name


def _may_be_renumbered(row: Keys, household: Keys) -> bool:
    """Another address and another kind is another premises of the same person: house and shop."""
    both = row.has_address and household.has_address
    return not both or row.kind in ("", household.kind)


def _may_lack_address(row: Keys, household: Keys) -> bool:
    one_lacks = not (row.has_address and household.has_address)
    return one_lacks and (not row.phone or not household.phone or row.phone == household.phone)


class _Elsewhere:
    """Households of the ward by name with phone, and by name with address."""

    def __init__(self, register: Sequence[Pair[Household]]) -> None:
        self._by_phone = _group(register, lambda k: (k.name, k.phone) if k.phone else None)
        self._by_address = _group(
            register, lambda k: (k.name, k.address) if k.has_address else None
        )

    def find(self, keys: Keys) -> Household | None:
        found = (
            self._by_phone.get((keys.name, keys.phone))
            or (keys.has_address and self._by_address.get((keys.name, keys.address)))
            or []
        )
        return found[0][0] if found else None


def _matches(
    pairs: Iterable[Pair[RosterRow]],
    claims: _Claims,
    repeats: Mapping[int, int],
    elsewhere: _Elsewhere,
) -> Iterator[Match]:
    for row, keys in pairs:
        household, sign = claims.found.get(row.number, (None, None))
        if household is not None:
            yield Match(row, keys, household, sign)
        elif row.number in repeats:
            yield Match(row, keys, repeats=repeats[row.number])
        else:
            yield Match(row, keys, elsewhere=elsewhere.find(keys))
