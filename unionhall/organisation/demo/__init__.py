"""The demo city's tree: ``build`` makes it, ``accounts`` lists who can sign in."""

from unionhall.organisation.demo.city import ACCOUNTS, accounts, build

__all__ = ["ACCOUNTS", "accounts", "build"]
