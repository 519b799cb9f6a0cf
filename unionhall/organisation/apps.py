from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "unionhall.organisation"
    label = "organisation"

    def ready(self) -> None:
        """Register reach through offices and seats."""
        from unionhall.kit import reach
        from unionhall.organisation.reaching import ThroughPosts

        reach.register(ThroughPosts())
