"""The rules of ``docs/explanation/architecture.md`` that a program can check."""
