from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "unionhall.kit"
    label = "kit"

    def ready(self) -> None:
        """Declare every app's permissions, so that none depends on what happens to be imported."""
        from unionhall.kit.discovery import discover

        list(discover("permissions"))
