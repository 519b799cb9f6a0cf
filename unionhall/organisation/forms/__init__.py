"""What the organisation's pages ask for, split by noun."""
