"""Is every sentence of the code in the English catalogue, translated, and compiled?

With --write, bring the catalogue up to date (new sentences come in untranslated) and compile it.
Needs GNU gettext on the machine.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import polib
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "firesafety" / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
IGNORED = ["tests/*", "var/*", ".venv/*", "tools/*", "staticfiles/*"]


def extract() -> None:
    """Read the sentences of the code and the templates into the catalogue."""
    call_command(
        "makemessages",
        locale=["en"],
        ignore_patterns=IGNORED,
        no_obsolete=True,
        no_location=True,
        no_wrap=True,
        verbosity=0,
    )


def entries(catalogue: polib.POFile) -> dict[tuple[str, str], tuple[str, dict[int, str]]]:
    return {
        (entry.msgctxt or "", entry.msgid): (entry.msgstr, dict(entry.msgstr_plural))
        for entry in catalogue
    }


def complaints() -> list[str]:
    """What keeps a page from being wholly English, one line each."""
    kept = CATALOGUE.read_bytes()
    before = polib.pofile(str(CATALOGUE))
    try:
        extract()
        after = polib.pofile(str(CATALOGUE))
    finally:
        CATALOGUE.write_bytes(kept)
    said = [f"not in the catalogue: {key[1]}" for key in entries(after).keys() - entries(before)]
    said += [f"no longer said: {key[1]}" for key in entries(before).keys() - entries(after)]
    said += [f"not translated: {entry.msgid}" for entry in before if not entry.translated()]
    compiled = {(e.msgctxt or "", e.msgid): e.msgstr for e in polib.mofile(str(COMPILED))}
    wanted = {(e.msgctxt or "", e.msgid): e.msgstr for e in before.translated_entries()}
    if compiled != wanted:
        said.append("the compiled catalogue is not what the catalogue says")
    return said


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firesafety.settings")
    import django

    django.setup()
    if "--write" in sys.argv:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        extract()
        polib.pofile(str(CATALOGUE)).save_as_mofile(str(COMPILED))
        return 0
    said = complaints()
    for line in said:
        sys.stderr.write(line + "\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
