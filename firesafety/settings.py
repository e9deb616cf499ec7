"""Settings, read from the environment and from an ``.env`` file beside ``manage.py``.

With nothing set, the project runs on this machine alone: DEBUG is on, Django answers only to
localhost, data lies in ``var/``. A real site sets DEBUG=off, and then SECRET_KEY, ALLOWED_HOSTS
and SITE_URL must be given; everything else has a safe default. The README lists every name.
"""

from __future__ import annotations

import logging
from datetime import time
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, validate
from environs.exceptions import EnvError

from firesafety.map_tiles import tile_origin
from firesafety.photo_storage import photo_storage

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def required(name: str, example: str) -> str:
    """The value of ``name``; raises ImproperlyConfigured with an example when it is not set."""
    value: str = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"DEBUG is off, so {name} must be set, for example: {example}")
    return value


try:
    DEBUG = env.bool("DEBUG", True)
    VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).resolve()
    SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
    ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
    TEAM_SIZE = env.int("TEAM_SIZE", 12, validate=validate.Range(3, 15))
    TEAM_MINIMUM = env.int("TEAM_MINIMUM", 10, validate=validate.Range(3, 15))
    TEAM_MAXIMUM = env.int("TEAM_MAXIMUM", 14, validate=validate.Range(3, 15))
    TEAM_PLAN_MINIMUM = env.int("TEAM_PLAN_MINIMUM", 11, validate=validate.Range(3, 15))
    TEAM_PLAN_MAXIMUM = env.int("TEAM_PLAN_MAXIMUM", 13, validate=validate.Range(3, 15))
    ROUND_DUE_DAY = env.int("ROUND_DUE_DAY", 25, validate=validate.Range(1, 28))
    ROUND_GRACE_DAYS = env.int("ROUND_GRACE_DAYS", 10, validate=validate.Range(1, 60))
    ROUND_OPENS_FROM_DAY = env.int("ROUND_OPENS_FROM_DAY", 25, validate=validate.Range(1, 28))
    # Months in which nobody visits the same home again, is on duty or walks with the crew again.
    ROTATION_NO_REPEAT = env.int("ROTATION_NO_REPEAT", 1, validate=validate.Range(0, 12))
    CHECKLIST_FULL_MONTHS = env.list("CHECKLIST_FULL_MONTHS", [3, 6, 9, 12], subcast=int)
    HAZARD_DAYS = {
        "critical": env.int("HAZARD_DAYS_CRITICAL", 7),
        "major": env.int("HAZARD_DAYS_MAJOR", 30),
        "minor": env.int("HAZARD_DAYS_MINOR", 60),
    }
    MESSAGE_CHANNELS: list[str] = env.list(
        "MESSAGE_CHANNELS",
        ["console"],
        validate=validate.ContainsOnly(["console", "email", "http"]),
    )
    # Days after the due day on which leader, ward officer and city are told; then hours of rest.
    LADDER: dict[str, Any] = {
        "round_days": tuple(env.list("LADDER_ROUND_DAYS", [-3, 3, 14], subcast=int)),
        "hazard_days": tuple(env.list("LADDER_HAZARD_DAYS", [0, 7, 21], subcast=int)),
        "again_days": env.int("LADDER_AGAIN_DAYS", 7),
        "quiet_from": env.time("QUIET_FROM", time(20)),
        "quiet_until": env.time("QUIET_UNTIL", time(7)),
        "snooze_days": env.int("SNOOZE_DAYS", 14),
    }
    # A provider of text messages; docs/messaging.md says what it is sent and what it answers.
    PROVIDER_URL = env.str("PROVIDER_URL", "")
    PROVIDER_TOKEN = env.str("PROVIDER_TOKEN", "")
    PROVIDER_SECRET = env.str("PROVIDER_SECRET", "")
    PROVIDER_SECONDS = env.float("PROVIDER_SECONDS", 10.0, validate=validate.Range(0.1, 60))
    RECHECKS_A_MONTH = env.int("RECHECKS_A_MONTH", 8, validate=validate.Range(0, 100))
    HAZARD_REPEATS = env.int("HAZARD_REPEATS", 3, validate=validate.Range(2, 12))
    # Days after a round has closed on which its paper may still be typed in; 0: none.
    LATE_ENTRY_DAYS = env.int("LATE_ENTRY_DAYS", 60, validate=validate.Range(0, 366))
    CONFIRMATION_DAYS = env.int("CONFIRMATION_DAYS", 7, validate=validate.Range(1, 60))
    HOUSEHOLD_LINK_DAYS = env.int("HOUSEHOLD_LINK_DAYS", 31, validate=validate.Range(0, 366))
    TET_DAYS_BEFORE = env.int("TET_DAYS_BEFORE", 2, validate=validate.Range(0, 15))
    TET_DAYS_AFTER = env.int("TET_DAYS_AFTER", 2, validate=validate.Range(0, 15))
    PUBLIC_HOLIDAYS: list[str] = env.list("PUBLIC_HOLIDAYS", [])
    # A map server behind the officers' map, such as https://tiles.example.vn/{z}/{x}/{y}.png
    MAP_TILES_URL = env.str("MAP_TILES_URL", "")
    MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", "")
    ROSTER_MAX_MEGABYTES = env.int("ROSTER_MAX_MEGABYTES", 25)
    PHOTO_DAYS = env.int("PHOTO_DAYS", 400, validate=validate.Range(1, 3660))
    PHOTO_MAX_MEGABYTES = env.int("PHOTO_MAX_MEGABYTES", 12, validate=validate.Range(1, 100))
    PHOTO_MAX_MEGAPIXELS = env.int("PHOTO_MAX_MEGAPIXELS", 50, validate=validate.Range(1, 200))
    PHOTO_STORAGE_URL = env.str("PHOTO_STORAGE_URL", "")
    QUEUE_WORKERS = env.int("QUEUE_WORKERS", 2, validate=validate.Range(1, 64))
    REDIS_URL = env.str("REDIS_URL", "")
    DATABASE = env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{VAR_DIR / 'firesafety.sqlite3'}", conn_max_age=60
    )
    HTTPS = env.bool("HTTPS", not DEBUG)
    SECOND_FACTOR_FOR_CITY = env.bool("SECOND_FACTOR_FOR_CITY", not DEBUG)
    INVITATION_HOURS = env.int("INVITATION_HOURS", 72, validate=validate.Range(1, 720))
    KEEP_DAYS = {
        "record_views": env.int("KEEP_RECORD_VIEWS_DAYS", 730, validate=validate.Range(1)),
        "waiting_rosters": env.int("KEEP_WAITING_ROSTERS_DAYS", 30, validate=validate.Range(1)),
        "roster_files": env.int("KEEP_ROSTER_FILES_DAYS", 90, validate=validate.Range(1)),
        "roster_reports": env.int("KEEP_ROSTER_REPORTS_DAYS", 365, validate=validate.Range(1)),
        "printed_files": env.int("KEEP_PRINTED_FILES_DAYS", 60, validate=validate.Range(1)),
        "messages": env.int("KEEP_MESSAGES_DAYS", 400, validate=validate.Range(30)),
        "photos": PHOTO_DAYS,
        # 0: until the household asks.
        "departed_households": env.int(
            "KEEP_DEPARTED_HOUSEHOLDS_DAYS", 0, validate=validate.Range(0)
        ),
    }
    LOG_LEVEL = env.log_level("LOG_LEVEL", logging.WARNING)
    PHOTO_STORAGE = photo_storage(PHOTO_STORAGE_URL)
except (EnvError, ValueError) as error:
    raise ImproperlyConfigured(f"A setting in the environment is not right: {error}") from error

# Fire is reported by telephone, never through this software; the number may change by law.
EMERGENCY_NUMBER = env.str("EMERGENCY_NUMBER", "114")

if DEBUG:
    # Known to everyone, and harmless: with DEBUG on and no ALLOWED_HOSTS only localhost is served.
    SECRET_KEY = env.str("SECRET_KEY", "development-only-" + "0" * 50)
else:
    SECRET_KEY = required("SECRET_KEY", "the output of: openssl rand -base64 48")
    if not ALLOWED_HOSTS:
        required("ALLOWED_HOSTS", "to12.example.vn")
    required("SITE_URL", "https://to12.example.vn")
# A household's link is derived from the secret; the old key stays here until its month is over.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_q",
    "csp",
    "django_htmx",
    "households",
    "inspections",
    "firesafety",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "firesafety.signed_in.PrivatePagesMiddleware",
    "firesafety.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "households.views.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "firesafety.urls"
WSGI_APPLICATION = "firesafety.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "firesafety.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at the start of a transaction: with the default, a read that
    # turns into a write fails at once under load instead of waiting for its turn. A connection
    # kept open saves the reopening, which costs more than most queries.
    DATABASE["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASE["ENGINE"] == "django.db.backends.postgresql":
    # Pages ask short questions that look long to the planner: compiling one takes PostgreSQL ten
    # times as long as answering it.
    DATABASE["OPTIONS"] = {**DATABASE.get("OPTIONS", {}), "options": "-c jit=off"}
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL:
    CACHES: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
else:
    # The web server and the queue are two processes: memory of one is not seen by the other.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
        }
    }

# One table of the same database is the queue: a task is stored by the transaction that wants it,
# so neither can exist without the other, and a killed worker's task is delivered again.
# retry must outlast timeout plus the wait of a task that a busy worker has already fetched.
# save_limit 0 keeps every result (a limit locks all kept rows for each task); a job prunes them.
Q_CLUSTER: dict[str, Any] = {
    "name": "firesafety",
    "orm": "default",
    "workers": QUEUE_WORKERS,
    "timeout": 600,
    "retry": 3600,
    "queue_limit": max(2, QUEUE_WORKERS),
    "bulk": 1,
    "max_attempts": 3,
    "ack_failures": True,
    "save_limit": 0,
    "catch_up": False,
    "max_rss": 400_000,
    "label": "Q",
}

AUTH_USER_MODEL = "households.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "phone")},
    },
    {"NAME": "households.sign_in.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["households.sign_in.AccountBackend"]
# How long the one-time link to set a password lives.
PASSWORD_RESET_TIMEOUT = INVITATION_HOURS * 3600

ACCOUNT_ADAPTER = "households.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# Counted in the cache that all web processes share. A wrong password counts for the name, whoever
# types it from wherever; the words for it say how long to wait (households.sign_in).
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}
ACCOUNT_FORMS = {
    "login": "households.forms.account.LoginForm",
    "change_password": "households.forms.account.ChangePasswordForm",
    "reauthenticate": "households.forms.account.ReauthenticateForm",
}
MFA_ADAPTER = "households.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "12/1"
# Telephones whose clock is half a minute off are let in too.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_FORMS = {
    "authenticate": "households.forms.second_factor.CodeForm",
    "reauthenticate": "households.forms.second_factor.CodeAgainForm",
    "activate_totp": "households.forms.second_factor.ActivateAppForm",
    "add_webauthn": "households.forms.second_factor.AddKeyForm",
    "edit_webauthn": "households.forms.second_factor.RenameKeyForm",
}
# The one proxy in front writes the last address of X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "firesafety" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["firesafety.formats"]

EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "console://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"] or "localhost"
EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"] or 25
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = EMAIL_CONFIG["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL_CONFIG["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "to12@localhost")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "photos": PHOTO_STORAGE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "firesafety.staticfiles.StaticFiles"
    },
}
# The size of a roster is judged by the import page, with a message that says what to do.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
if MAP_TILES_URL and (origin := tile_origin(MAP_TILES_URL)):
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(origin)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # The client of the provider writes down whole addresses, and some carry a password.
    "loggers": {"httpx": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
