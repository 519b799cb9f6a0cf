"""The browser of the journeys: find an installed Chromium; as root on Debian, install a missing one.

``python -m tests.chromium`` does that, or says in one line what to type.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ["chromium", "fonts-noto-cjk"]
HINT = "The journeys need Chromium. Type: sudo apt-get install chromium fonts-noto-cjk (or install Google Chrome)."


def executable() -> str | None:
    """Give the path of an installed Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> bool:
    """Install Chromium where that takes no question: as root, with apt."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print("Installing Chromium …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *PACKAGES]):
        if subprocess.run(["apt-get", *arguments], env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return executable() is not None


if __name__ == "__main__" and executable() is None and not install():
    sys.exit(HINT)
