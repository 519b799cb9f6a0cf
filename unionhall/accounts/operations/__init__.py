"""Every change to users, their credentials and their inbox."""

from unionhall.accounts.operations.users import close_user, create_demo_user, enrol_user, invite_user

__all__ = ["close_user", "create_demo_user", "enrol_user", "invite_user"]
