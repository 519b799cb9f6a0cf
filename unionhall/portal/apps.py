from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "unionhall.portal"
    label = "portal"
