"""The house rules that a machine can hold: layers, migrations, deployment, locks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # Browser tests of the same run set this for themselves; a real site never has it.
    inherited = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_imports_upwards():
    linted = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    assert linted.returncode == 0, linted.stdout


@pytest.mark.django_db
def test_models_and_migrations_agree(capsys):
    call_command("makemigrations", "--check", "--dry-run")
    assert capsys.readouterr().out.strip() == "No changes detected"


def manage(*words: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(
        sys.executable,
        "manage.py",
        *words,
        DJANGO_SETTINGS_MODULE="firesafety.settings",
        VAR_DIR=str(tmp_path),
        **environment,
    )


def test_a_real_site_with_its_settings_passes_the_deployment_check(tmp_path):
    checked = manage(
        "check",
        "--deploy",
        "--fail-level=WARNING",
        tmp_path=tmp_path,
        DEBUG="off",
        SECRET_KEY="k9" * 40 + "!abcdefghijklmnop",
        ALLOWED_HOSTS="to12.example.vn",
        SITE_URL="https://to12.example.vn",
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
def test_a_real_site_without_a_setting_is_told_which(tmp_path, missing):
    settings = {
        "DEBUG": "off",
        "SECRET_KEY": "k9" * 40,
        "ALLOWED_HOSTS": "to12.example.vn",
        "SITE_URL": "https://to12.example.vn",
        missing: "",
    }
    checked = manage("check", tmp_path=tmp_path, **settings)
    assert checked.returncode != 0
    assert f"{missing} must be set, for example" in checked.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("ROUND_DUE_DAY", "31"),
        ("TEAM_SIZE", "twelve"),
        ("PHOTO_STORAGE_URL", "/srv/photos"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(tmp_path, name, value):
    checked = manage("check", tmp_path=tmp_path, **{name: value})
    assert checked.returncode != 0
    assert "A setting in the environment is not right" in checked.stderr
    assert name in checked.stderr


@pytest.mark.parametrize(
    ("settings", "identifier"),
    [
        ({"TEAM_MINIMUM": "13", "TEAM_SIZE": "12"}, "firesafety.E001"),
        ({"TEAM_PLAN_MINIMUM": "13", "TEAM_PLAN_MAXIMUM": "12"}, "firesafety.E005"),
        ({"CHECKLIST_FULL_MONTHS": "3,13"}, "firesafety.E002"),
        ({"HAZARD_DAYS_CRITICAL": "40"}, "firesafety.E004"),
        ({"LADDER_ROUND_DAYS": "3,1,14"}, "firesafety.E006"),
        ({"LADDER_HAZARD_DAYS": "0,7"}, "firesafety.E006"),
        ({"MESSAGE_CHANNELS": "console,http"}, "firesafety.E007"),
        (
            {"MESSAGE_CHANNELS": "http", "PROVIDER_URL": "http://sms.example.vn/"},
            "firesafety.E007",
        ),
        (
            {
                "MESSAGE_CHANNELS": "email",
                "DEBUG": "off",
                "SECRET_KEY": "k" * 60,
                "ALLOWED_HOSTS": "to12.example.vn",
                "SITE_URL": "https://to12.example.vn",
            },
            "firesafety.E013",
        ),
        ({"QUIET_FROM": "06:00", "QUIET_UNTIL": "05:00"}, "firesafety.E014"),
        ({"LADDER_ROUND_DAYS": "-3,3,30"}, "firesafety.E006"),
        ({"PUBLIC_HOLIDAYS": "30-04x"}, "firesafety.E012"),
    ],
)
def test_a_configuration_that_cannot_work_is_refused_by_name(tmp_path, settings, identifier):
    checked = manage("check", tmp_path=tmp_path, **settings)
    assert checked.returncode != 0
    assert identifier in checked.stderr
