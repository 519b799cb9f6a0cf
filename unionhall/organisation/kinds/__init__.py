"""The kinds of unions, a folder each."""
