from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "unionhall.kit"
    label = "kit"
