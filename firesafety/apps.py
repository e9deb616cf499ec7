from django.apps import AppConfig


class FiresafetyConfig(AppConfig):
    name = "firesafety"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system checks)
