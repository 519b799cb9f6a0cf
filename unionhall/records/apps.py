from importlib import import_module

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "unionhall.records"
    label = "records"

    def ready(self) -> None:
        """Declare the permissions."""
        import_module("unionhall.records.permissions")
