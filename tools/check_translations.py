"""Is every sentence of the code in the English catalogue, translated, and compiled?

With --write, bring the catalogue up to date (new sentences come in untranslated) and compile it.
Needs GNU gettext on the machine.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import polib
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "firesafety" / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
PACKAGES = ("firesafety", "households", "inspections")
# The catalogue's own folder too: makemessages would write there whatever folder it is given.
IGNORED = ["tests/*", "var/*", ".venv/*", "tools/*", "staticfiles/*", "firesafety/locale/*"]
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}

Sentences = dict[tuple[str, str], tuple[str, dict[int, str]]]


def extracted() -> polib.POFile:
    """The catalogue as the code wants it, sentences no longer said left out. Writes nothing."""
    with TemporaryDirectory() as folder, override_settings(LOCALE_PATHS=[folder]):
        copy = Path(folder) / "en" / "LC_MESSAGES" / CATALOGUE.name
        copy.parent.mkdir(parents=True)
        copy.write_bytes(CATALOGUE.read_bytes())
        call_command(
            "makemessages",
            locale=["en"],
            ignore_patterns=IGNORED,
            no_obsolete=True,
            no_location=True,
            no_wrap=True,
            verbosity=0,
        )
        catalogue = polib.pofile(str(copy), wrapwidth=0)
    for entry in catalogue:
        if entry.fuzzy:
            # A guess from a sentence that looks alike says something else.
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
    return catalogue


def sentences(catalogue: polib.POFile | polib.MOFile) -> Sentences:
    """What a catalogue says for each sentence; its header with the dates is no sentence."""
    return {
        (entry.msgctxt or "", entry.msgid): (entry.msgstr, dict(entry.msgstr_plural))
        for entry in catalogue
    }


def unseen() -> Iterator[str]:
    """Sentences inside an f-string, which xgettext does not see."""
    for path in sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py")):
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(string, ast.JoinedStr) and any(map(is_gettext, ast.walk(string))):
                yield f"inside an f-string: {path.relative_to(ROOT)}:{string.lineno}"


def is_gettext(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT
    )


def misshapen() -> Iterator[str]:
    """What GNU gettext has against the catalogue: placeholders that differ, syntax, header."""
    check = ["msgfmt", "--check", "--output-file", os.devnull, str(CATALOGUE)]
    said = subprocess.run(check, capture_output=True, text=True, check=False)  # noqa: S603
    yield from said.stderr.splitlines()


def complaints() -> list[str]:
    """What keeps a page from being wholly English, one line each."""
    said = list(misshapen())
    if said:
        return said
    before = polib.pofile(str(CATALOGUE))
    have, wanted = sentences(before), sentences(extracted())
    said += [f"not in the catalogue: {key[1]}" for key in wanted.keys() - have]
    said += [f"no longer said: {key[1]}" for key in have.keys() - wanted]
    said += [f"not translated: {entry.msgid}" for entry in before if not entry.translated()]
    said += unseen()
    translated = {(e.msgctxt or "", e.msgid) for e in before.translated_entries()}
    compiled = sentences(polib.mofile(str(COMPILED)))
    if compiled != {key: have[key] for key in translated}:
        said.append("the compiled catalogue is not what the catalogue says")
    return said


def write() -> None:
    catalogue = extracted()
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(COMPILED))


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firesafety.settings")
    import django

    django.setup()
    if "--write" in sys.argv:
        write()
        return 0
    said = complaints()
    for line in said:
        sys.stderr.write(line + "\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
