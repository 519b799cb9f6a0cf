"""Every change to users, their credentials and their inbox."""
