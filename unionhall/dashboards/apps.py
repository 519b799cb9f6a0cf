from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "unionhall.dashboards"
    label = "dashboards"
