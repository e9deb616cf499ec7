"""The site's own files as a real site serves them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.fixture
def collected(settings, tmp_path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "firesafety.staticfiles.StaticFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])
    return tmp_path


def test_scripts_that_import_one_another_are_renamed_together(collected):
    named = re.compile(r"\.[0-9a-f]{12}\.js$")
    scripts = [path for path in collected.rglob("offline/*.js") if named.search(path.name)]
    imports = {
        (script, name)
        for script in scripts
        for name in re.findall(r'from "([^"]+)"', script.read_text(encoding="utf-8"))
    }

    assert len(imports) > 10
    assert [name for _script, name in imports if not named.search(name)] == []
    assert [name for script, name in imports if not (script.parent / name).exists()] == []


def test_scripts_are_packed_once_and_not_at_each_visit(collected):
    scripts = {path.name for path in collected.rglob("offline/*.js")}

    packed = {path.name.removesuffix(".gz") for path in collected.rglob("offline/*.js.gz")}
    assert packed == scripts
