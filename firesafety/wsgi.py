"""The web server's way in."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firesafety.settings")

application = get_wsgi_application()

# Only now: settings and apps must be there before anything of the site is loaded.
from firesafety.settling import settle  # noqa: E402

settle()


def _compile_ahead() -> None:
    from households.grouping import compile_ahead

    compile_ahead()


# Beside the first requests: whoever opens the team builder must not wait for the compiled code.
Thread(target=_compile_ahead, name="compile-ahead", daemon=True).start()
