"""Every change, one module a noun."""
