"""Tests that belong to no single app: architecture, guard, journeys."""
