"""The pages: signing in, one's own settings, the inbox, and who can sign in."""
