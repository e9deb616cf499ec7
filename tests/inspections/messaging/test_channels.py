"""Each way out, and what becomes of a message when the other side misbehaves."""

import json
import smtplib
import threading

import pytest
from django.core import mail

from inspections.messaging import Outgoing, Refused, TryLater, channel
from inspections.messaging.provider import is_signed, signature

from .fake_provider import provider

HELLO = Outgoing(
    "digest:7:2026-12-28:http",
    "+84990000001",
    "Việc cần nhắc",
    "Tổ 5: còn hộ chưa kiểm tra.",
    "Tổ 12/1: có việc cần nhắc ở 1 tổ.",
    "vi",
)


@pytest.fixture
def fake(settings):
    with provider() as running:
        settings.PROVIDER_URL = running.url
        settings.PROVIDER_TOKEN = "the-token"
        settings.PROVIDER_SECONDS = 5.0
        yield running


def test_a_provider_is_handed_the_short_text_with_its_key(fake):
    fake.answers = [(200, '{"reference": "m-1"}')]
    assert channel("http")(HELLO) == "m-1"
    assert fake.sent == [
        {"key": HELLO.key, "to": HELLO.address, "text": HELLO.brief, "language": "vi"}
    ]
    assert fake.authorizations == ["Bearer the-token"]


def test_a_provider_that_wants_no_token_is_given_none(fake, settings):
    settings.PROVIDER_TOKEN = ""
    fake.answers = [(200, '{"reference": "m-1"}')]
    channel("http")(HELLO)
    assert fake.authorizations == [None]


@pytest.mark.parametrize("status", [400, 410, 422])
def test_what_the_provider_will_never_send_is_refused(fake, status):
    fake.answers = [(status, "số không đúng")]
    with pytest.raises(Refused, match=f"{status}: số không đúng"):
        channel("http")(HELLO)


@pytest.mark.parametrize(
    "answer",
    [
        (500, ""),
        (503, "busy"),
        (429, "slow down"),
        (401, "who?"),
        (404, ""),
        (302, ""),
        (200, ""),
        (200, "[]"),
        (200, "{}"),
    ],
)
def test_what_may_pass_is_tried_later(fake, answer):
    fake.answers = [answer]
    with pytest.raises(TryLater):
        channel("http")(HELLO)


def test_a_provider_that_keeps_silent_is_not_waited_for(fake, settings):
    settings.PROVIDER_SECONDS = 0.1
    over = threading.Event()
    fake.answers = [lambda: over.wait(10) and None]
    with pytest.raises(TryLater, match="Timeout"):
        channel("http")(HELLO)
    over.set()


def test_a_provider_that_is_not_there_is_tried_later(settings):
    settings.PROVIDER_URL = "http://127.0.0.1:9/messages"
    with pytest.raises(TryLater, match="ConnectError"):
        channel("http")(HELLO)


def test_without_an_address_of_a_provider_nothing_can_go(settings):
    settings.PROVIDER_URL = ""
    with pytest.raises(Refused, match="PROVIDER_URL"):
        channel("http")(HELLO)


def test_a_report_is_believed_only_with_the_providers_signature(settings):
    body = json.dumps({"key": HELLO.key, "delivered": True}).encode()
    settings.PROVIDER_SECRET = "known to two"
    assert is_signed(body, signature(body))
    assert not is_signed(body + b" ", signature(body))
    assert not is_signed(body, "chữ ký")
    given = signature(body)
    settings.PROVIDER_SECRET = ""
    assert not is_signed(body, given)
    assert not is_signed(body, signature(body))


def test_an_email_carries_its_key_as_message_id(settings):
    settings.SITE_URL = "https://to12.example.vn:8443"
    reference = channel("email")(HELLO)
    sent = mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == ([HELLO.address], HELLO.subject, HELLO.text)
    assert sent.extra_headers["Message-ID"] == reference
    assert reference == "<digest.7.2026-12-28.http@to12.example.vn>"


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (smtplib.SMTPRecipientsRefused({HELLO.address: (550, b"unknown")}), Refused),
        (smtplib.SMTPRecipientsRefused({HELLO.address: (450, b"not now")}), TryLater),
        (smtplib.SMTPServerDisconnected("gone"), TryLater),
        (TimeoutError("slow"), TryLater),
    ],
)
def test_a_mail_server_may_refuse_or_be_away(monkeypatch, fault, raised):
    def send(_self, **_options):
        raise fault

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    with pytest.raises(raised):
        channel("email")(HELLO)


def test_the_console_shows_the_whole_text(capsys):
    assert channel("console")(HELLO) == ""
    assert HELLO.text in capsys.readouterr().err


def test_there_is_no_other_way():
    with pytest.raises(LookupError):
        channel("pigeon")
