"""Make an officer's account, or a new link for one, from the machine itself."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Area, User
from households.services.officer import (
    OfficerError,
    create_officer,
    give_duty,
    invitation_link,
    remove_second_factor,
)


class Command(BaseCommand):
    help = (
        "Give an officer a duty over an area, making the account if there is none, and print a "
        "one-time link to set the password. Run it again for a new link."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--area", required=True, help="official code of a city or ward")
        parser.add_argument("--name", default="", help="full name")
        parser.add_argument("--from", dest="starts_on", type=date.fromisoformat, metavar="DATE")
        parser.add_argument(
            "--forget-second-factor",
            action="store_true",
            help="for somebody who lost the telephone and the recovery codes",
        )

    def handle(
        self,
        *,
        username: str,
        area: str,
        name: str,
        starts_on: date | None,
        forget_second_factor: bool,
        **options: Any,
    ) -> None:
        found = Area.objects.filter(code=area, valid_to=None).first()
        if found is None:
            raise CommandError(
                _("Không có địa bàn nào mang mã %(code)s. Hãy chạy load_areas trước.")
                % {"code": area}
            )
        on = starts_on or timezone.localdate()
        try:
            user = self._settle(username, found, name=name, on=on)
        except OfficerError as error:
            raise CommandError(str(error)) from error
        if forget_second_factor:
            removed = remove_second_factor(user)
            self.stderr.write(
                _("Đã gỡ %(count)d cách xác nhận và mã dự phòng.") % {"count": removed},
                style_func=str,
            )
        self.stderr.write(
            _("Gửi riêng cho %(name)s; đường dẫn chỉ dùng được một lần:") % {"name": user},
            style_func=str,
        )
        self.stdout.write(invitation_link(user))

    @transaction.atomic
    def _settle(self, username: str, area: Area, *, name: str, on: date) -> User:
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            return create_officer(username, area, full_name=name, starts_on=on)
        if not user.duties.filter(area=area, ends_on=None).exists():
            give_duty(user, area, starts_on=on)
        return user
