"""Sends by the e-mail server of the settings."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from .channels import Outgoing, Refused, TryLater


def send(outgoing: Outgoing) -> str:
    """Raises Refused for an address that the server will not have, TryLater for anything else.

    The key becomes the message id: a mail program shows what comes twice as one.
    """
    reference = f"<{outgoing.key.replace(':', '.')}@{urlsplit(settings.SITE_URL).hostname}>"
    message = EmailMessage(
        outgoing.subject,
        outgoing.text,
        to=[outgoing.address],
        headers={"Message-ID": reference, "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        # A server that sees us for the first time often says 450: not now.
        if any(400 <= code < 500 for code, _words in error.recipients.values()):
            raise TryLater(f"not taken yet by the mail server: {outgoing.address}") from error
        raise Refused(f"refused by the mail server: {outgoing.address}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise TryLater(f"{type(error).__name__}: {error}") from error
    return reference
