"""Unionhall (职工之家): done once on the spot, counted everywhere."""

__version__ = "0.1.0"
