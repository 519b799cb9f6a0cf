from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "unionhall.records"
    label = "records"
