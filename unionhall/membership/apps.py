from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "unionhall.membership"
    label = "membership"

    def ready(self) -> None:
        """Let members sign in by the phone that they proved when they joined."""
        from unionhall.accounts import claims
        from unionhall.membership.operations.claiming import claim

        claims.register(claim)
