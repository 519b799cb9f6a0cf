"""The organisation's pages on the desk, split by noun."""
