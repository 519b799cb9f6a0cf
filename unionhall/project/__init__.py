"""Settings, root URLs, command line, embedded PostgreSQL, backup."""
