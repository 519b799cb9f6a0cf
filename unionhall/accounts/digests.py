"""Keyed digests of what is only compared, never shown: codes, tokens, addresses."""

import hmac

from unionhall.kit import keys


def digest(purpose: str, text: str) -> str:
    """Return 64 hex digits from which the text cannot be guessed without the key ring; each purpose has its own."""
    return hmac.digest(keys.derive(f"accounts/{purpose}"), text.encode(), "sha256").hex()


def is_same(one: str, other: str) -> bool:
    """Compare in a time that does not depend on where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
