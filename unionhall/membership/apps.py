from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "unionhall.membership"
    label = "membership"
