"""People who can sign in (用户), how they prove who they are, their inbox (收件箱) and messages (消息).
A user is invited, signs in, and is closed when nothing more depends on them.
"""
