"""How officers of the demonstration sign in: everybody may know it. Who they are is the organisation's demo."""

from django.utils import timezone

from unionhall.accounts import totp

PASSWORD = "Unionhall-2023"  # noqa: S105
SECRET = "UNIONHALLDEMOSECRETFORALLOFFICER"  # noqa: S105


def code_after(last_step: int) -> str:
    """Return a code of the demonstration's authenticator that is valid now and was not used; empty if none is left."""
    now = totp.step_at(timezone.now().timestamp())
    unused = [step for step in range(now - totp.DRIFT, now + totp.DRIFT + 1) if step > last_step]
    return totp.code_of_step(SECRET, unused[0]) if unused else ""
