"""Run a program that refuses to be root.

Without root the command runs as it is. As root it runs in a user namespace of its own, where root's files belong to an
ordinary user: the program keeps its access to them, loses every capability, and no folder is opened to anybody. Where
namespaces are forbidden (many containers) it runs as ``nobody`` and may still walk through closed parent folders.
"""

import functools
import os
import pwd
import shutil
import subprocess
from gettext import gettext as _

from unionhall.project.trouble import Trouble

STAND_IN = "nobody"


def command(*arguments: str) -> list[str]:
    """Give the command line that runs ``arguments`` without being root."""
    return [*_prefix(), *arguments]


def owner() -> int | None:
    """Give the uid that must own the program's folders, or None when it is our own."""
    return _identity().pw_uid if _prefix()[:1] == ["setpriv"] else None


@functools.cache
def _prefix() -> tuple[str, ...] | list[str]:
    if os.geteuid() != 0:
        return []
    uid, gid = str(_identity().pw_uid), str(_identity().pw_gid)
    namespace = ["unshare", f"--map-user={uid}", f"--map-group={gid}", "--"]
    other_user = ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups"]
    other_user += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"]
    for prefix in (namespace, other_user):
        if _works(prefix):
            return prefix
    raise Trouble(_("The embedded PostgreSQL does not run as root here. Run as another user, or set DATABASE_URL."))


def _works(prefix: list[str]) -> bool:
    if shutil.which(prefix[0]) is None:
        return False
    return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0


def _identity() -> pwd.struct_passwd:
    return pwd.getpwnam(STAND_IN)
