"""Build households/data/areas.json.gz from the data of the MIT package ``vietnamadminunits``.

A maintainer runs this after upgrading that package (a development dependency):

    python tools/build_areas.py

The same package version always gives the same bytes, so a change in git is a change of data.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

PACKAGE = "vietnamadminunits"
# Day the two-tier units took effect (Resolution 202/2025/QH15 and its ward resolutions).
REFORM = "2025-07-01"
TARGET = Path(__file__).resolve().parent.parent / "households" / "data" / "areas.json.gz"
EXPECTED_PROVINCES = 34
EXPECTED_WARDS = 3321
ENGLISH_TYPE = {
    "Thành phố": "City",
    "Tỉnh": "Province",
    "Phường": "Ward",
    "Xã": "Commune",
    "Đặc khu": "Special Zone",
}

Row = Mapping[str, Any]
Ward = tuple[str, str]  # (key of the new province, key of the new ward)


@dataclass(frozen=True)
class Links:
    """Which old wards went into which new wards, as the package states it."""

    targets: Mapping[str, Mapping[Ward, bool]]  # old key → new ward → is it the main heir?
    sources: Mapping[Ward, frozenset[str]]  # new ward → old keys


def clean(text: str) -> str:
    """NFC, single spaces, typewriter apostrophes."""
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())


def romanise(text: str) -> str:
    """A Vietnamese name in English letters: "Cần Thơ" → "Can Tho"."""
    bare = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))


def split_type(full_name: str) -> tuple[str, str]:
    """("Phường", "Cái Khế") from "Phường Cái Khế"."""
    for unit_type in ENGLISH_TYPE:
        if full_name.startswith(unit_type + " "):
            return unit_type, full_name[len(unit_type) + 1 :]
    raise ValueError(f"unknown type of unit: {full_name!r}")


def unit(code: str, full_name: str, parent: str | None, row: Row, prefix: str) -> dict[str, Any]:
    unit_type, name = split_type(clean(full_name))
    # The package writes 0 or nothing where it does not know an area: both mean unknown.
    area = row["wardAreaKm2"] if prefix == "ward" else None
    return {
        "code": code,
        "name": name,
        "type": unit_type,
        "name_en": romanise(name),
        "type_en": ENGLISH_TYPE[unit_type],
        "parent": parent,
        "latitude": row[f"{prefix}Lat"],
        "longitude": row[f"{prefix}Lon"],
        "area_km2": area or None,
    }


def build_units(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Provinces by code, then wards by code."""
    provinces: dict[str, dict[str, Any]] = {}
    wards: dict[str, dict[str, Any]] = {}
    for row in rows:
        province = row["provinceCode"]
        provinces[province] = unit(province, row["province"], None, row, "province")
        wards[row["wardCode"]] = unit(row["wardCode"], row["ward"], province, row, "ward")
    if (len(provinces), len(wards)) != (EXPECTED_PROVINCES, EXPECTED_WARDS):
        raise SystemExit(f"expected 34 and 3,321 units, found {len(provinces)} and {len(wards)}")
    return [provinces[code] for code in sorted(provinces)] + [wards[code] for code in sorted(wards)]


def read_links(converter: Mapping[str, Any]) -> Links:
    targets: dict[str, dict[Ward, bool]] = defaultdict(dict)
    for province, heirs in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in heirs.items():
            for old in olds:
                targets[old][province, ward] = True
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            for part in parts:
                targets[old][province, part["newWardKey"]] = part["isDefaultNewWard"]
    sources: dict[Ward, set[str]] = defaultdict(set)
    for old, heirs in targets.items():
        for ward in heirs:
            sources[ward].add(old)
    return Links(targets, {ward: frozenset(olds) for ward, olds in sources.items()})


def is_namesake_error(old: str, ward: Ward, links: Links, legacy: Mapping[str, Row]) -> bool:
    """Whether the package linked ``old`` to ``ward`` only because another old ward has its name.

    The package matched parts of divided wards by name within a new province, so Tân Thạnh of
    Thới Lai was also linked to the heir of Tân Thạnh of Long Phú, 75 km away. Where namesakes
    compete, a link needs company: another old ward wholly or mainly inside the same heir from
    the same old province, or from the same old district where the namesakes share a province.
    """
    row = legacy[old]
    namesakes = [
        other
        for other in links.sources[ward]
        if other != old and legacy[other]["wardKey"] == row["wardKey"]
    ]
    if len(links.targets[old]) == 1 or not namesakes:
        return False
    same_province = any(legacy[n]["provinceKey"] == row["provinceKey"] for n in namesakes)
    level = ("provinceKey", "districtKey") if same_province else ("provinceKey",)
    company = (
        other
        for other in links.sources[ward]
        if other != old and other not in namesakes and links.targets[other][ward]
    )
    return not any(all(legacy[c][key] == row[key] for key in level) for c in company)


def build_successions(
    rows: Iterable[Row], legacy_rows: Iterable[Row], converter: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """Successions by old code, and the (old code, new code) links refused as namesake errors."""
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in rows}
    legacy = {
        "_".join((row["provinceKey"], row["districtKey"], row["wardKey"] or "")): row
        for row in legacy_rows
    }
    links = read_links(converter)
    successions, refused = [], []
    for old, heirs in links.targets.items():
        row = legacy[old]
        # Five island districts had no wards: the district itself is the predecessor.
        old_code = row["wardCode"] or row["districtCode"]
        kept = {
            w: main for w, main in heirs.items() if not is_namesake_error(old, w, links, legacy)
        }
        refused += [[old_code, codes[ward]] for ward in heirs if ward not in kept]
        mains = [codes[ward] for ward, main in kept.items() if main]
        new_codes = sorted(codes[ward] for ward in kept)
        if not new_codes:
            raise SystemExit(f"no successor left for {old}")
        successions.append(
            {
                "old_code": old_code,
                "old_name": clean(row["ward"] or row["district"]),
                "old_district": clean(row["district"]),
                "old_province": clean(row["province"]),
                "new_codes": new_codes,
                "main_code": mains[0] if mains else new_codes[0],
            }
        )
    return sorted(successions, key=lambda s: str(s["old_code"])), sorted(refused)


def build() -> bytes:
    package = distribution(PACKAGE)
    data = Path(str(package.locate_file(PACKAGE))) / "data"
    database = sqlite3.connect(f"{(data / 'dataset.db').as_uri()}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    rows = database.execute("SELECT * FROM admin_units").fetchall()
    legacy_rows = database.execute("SELECT * FROM admin_units_legacy").fetchall()
    database.close()
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    successions, refused = build_successions(rows, legacy_rows, converter)
    content = {
        "source": f"{PACKAGE} {package.version} (MIT)",
        "valid_from": REFORM,
        "units": build_units(rows),
        "successions": successions,
        "refused_successions": refused,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # mtime=0: the time of building must not change the bytes.
    return gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)


def main() -> None:
    content = build()
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(content)
    sys.stdout.write(f"{TARGET.name}: {len(content):,} bytes\n")


if __name__ == "__main__":
    main()
