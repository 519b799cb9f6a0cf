from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "unionhall.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Declare permissions and tell the frame where inbox, settings and sign-out are."""
        from unionhall.accounts import permissions  # noqa: F401
        from unionhall.accounts.frame import provide_all

        provide_all()
