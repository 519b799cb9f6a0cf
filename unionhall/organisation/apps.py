from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "unionhall.organisation"
    label = "organisation"

    def ready(self) -> None:
        """Register reach through offices and seats, and tell the frame where the reader stands."""
        from unionhall.kit import reach, shell
        from unionhall.organisation import standing
        from unionhall.organisation.reaching import ThroughPosts

        reach.register(ThroughPosts())
        shell.provide("unit", standing.unit_choice)
