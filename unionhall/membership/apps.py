from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "unionhall.membership"
    label = "membership"

    def ready(self) -> None:
        """Let members sign in by the phone that they proved, and go along when their union is merged or split."""
        from unionhall.accounts import claims
        from unionhall.membership.operations.claiming import claim
        from unionhall.membership.operations.going_over import MembersGoOver
        from unionhall.organisation import succession

        claims.register(claim)
        succession.register(MembersGoOver())
