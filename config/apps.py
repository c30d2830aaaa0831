from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "config"
    verbose_name = "Minh Tuyển"

    def ready(self) -> None:
        from config import checks  # noqa: F401, PLC0415  registering is the import's effect
