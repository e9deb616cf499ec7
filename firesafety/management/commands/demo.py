"""From nothing to a running site with a sample ward in it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.utils import timezone
from django_q.models import OrmQ

from firesafety.demo.build import Sample, build
from firesafety.demo.ward import PASSWORD
from firesafety.processes import Together

ROLES = {
    "officer": "Cán bộ PCCC phường",
    "leader": "Tổ trưởng",
    "city": "Cán bộ PCCC thành phố",
}


def _refuse_taken(port: int) -> None:
    """Raise CommandError, before the long work begins, when another program has the port."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). "
                f"Another program may have it; try: manage.py demo --port {port + 1}"
            ) from error


def _be_reached_at(port: int) -> None:
    """Let sheets and messages carry this address, here and in the programs started from here."""
    if "SITE_URL" not in os.environ:
        settings.SITE_URL = os.environ["SITE_URL"] = f"http://127.0.0.1:{port}"


class Command(BaseCommand):
    help = "Make a sample ward, its teams, rounds and PDFs, then serve the site and the queue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="make everything, then end")
        parser.add_argument("--households", type=int, default=600, help="size of the sample ward")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, no_serve: bool, households: int, port: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo makes accounts with a password that everyone knows, so it runs only "
                "where DEBUG is on. For a real ward see README.md, Your own ward."
            )
        if not 36 <= households <= 20_000:
            raise CommandError("--households takes a number from 36 to 20000.")
        if not no_serve:
            _refuse_taken(port)
        _be_reached_at(port)
        # Compiling takes one processor some seconds the first time; the rest goes on beside it.
        compiling = self._start("compile_ahead")
        call_command("migrate", verbosity=0)
        call_command("sync_schedules", verbosity=0)
        sample = build(
            households=households,
            at=timezone.now(),
            drain=self._drain_queue,
            say=self.stderr.write,
        )
        compiling.wait()
        self._tell(sample, port=port)
        if not no_serve:
            sys.exit(self._serve(port))

    def _drain_queue(self) -> None:
        """Let queue clusters of their own do what waits, then end.

        One that is slow to start is told to end after its first task, and leaves the others.
        """
        while left := OrmQ.objects.filter(lock__lte=timezone.now()).count():
            if self._start("qcluster", "--run-once").wait():
                raise CommandError("The queue ended with an error; its words stand above.")
            if OrmQ.objects.filter(lock__lte=timezone.now()).count() >= left:
                raise CommandError(
                    "The queue did nothing of what waits in it. Please run it again."
                )

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  (our own words)
            [sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL
        )

    def _tell(self, sample: Sample, *, port: int) -> None:
        site = f"http://127.0.0.1:{port}"
        lines = ["", f"Địa chỉ / Address: {site}/"]
        lines += [
            f"  {ROLES[login.role]}: {login.username} / {PASSWORD}" for login in sample.logins
        ]
        lines.append(self._second_factor())
        lines += [f"Đường dẫn của hộ / Household link: {site}/k/{token}" for token in sample.links]
        lines += [f"Phiếu in / PDF: {path}" for path in sample.printed]
        lines += [f"Mã phường / Ward code: {sample.ward.code}"]
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()

    def _second_factor(self) -> str:
        if settings.SECOND_FACTOR_FOR_CITY:
            return (
                "  Cán bộ thành phố được hỏi thêm bước xác nhận thứ hai khi đăng nhập / "
                "the city officer is led to set up a second factor"
            )
        return (
            "  Bản thử không hỏi bước xác nhận thứ hai (SECOND_FACTOR_FOR_CITY=off); trang thật có "
            "hỏi / no second factor is asked here; a real site asks city officers for one"
        )

    def _serve(self, port: int) -> int:
        self.stdout.write("Ctrl-C để dừng / to stop")
        self.stdout.flush()
        web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        web += ["--port", str(port), "--blocking-threads", "4", "--log-level", "warning"]
        web += ["firesafety.wsgi:application"]
        return Together([web, [sys.executable, "manage.py", "work"]]).run()
