from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "unionhall.organisation"
    label = "organisation"
