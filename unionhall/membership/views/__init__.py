"""Fetch, form, operation, answer: one module a noun."""
