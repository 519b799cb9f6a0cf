"""What is typed on membership's pages, cleaned."""
