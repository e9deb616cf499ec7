from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    name = "households"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from households import receivers  # noqa: F401  (importing connects)
