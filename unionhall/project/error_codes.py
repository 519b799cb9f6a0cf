"""``python -m unionhall.project.error_codes`` writes ``docs/reference/errors.md`` anew: every refusal with its code.

The sentences are read from the source, and their Chinese from the catalogues, so nothing has to be listed twice.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from unionhall.project.messages import apps, catalogue_path, read

PACKAGE = Path(__file__).resolve().parent.parent
PLACE = PACKAGE.parent / "docs" / "reference" / "errors.md"
CODE = re.compile(r"UH-\d{4}")
TRANSLATORS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext", "pgettext_lazy"}

AREAS = {
    "UH-10": "Any part",
    "UH-11": "Numbers and names (`kit.national`)",
    "UH-14": "Rights (`kit.reach`)",
    "UH-16": "What was sent twice (`records.receipts`)",
    "UH-17": "Long jobs (`records`)",
    "UH-18": "Certificates (`records`)",
    "UH-19": "Files (`records.files`)",
    "UH-20": "Signing in (`accounts`)",
    "UH-21": "Codes by message (`accounts.codes`)",
    "UH-22": "Passwords (`accounts.passwords`)",
    "UH-23": "Users (`accounts`)",
    "UH-24": "Second factor and tokens' scope (`accounts`)",
    "UH-25": "Making tokens (`accounts`)",
    "UH-30": "Units, offices, groups, employers, places (`organisation`)",
    "UH-41": "Applying (`membership`)",
    "UH-42": "Review (`membership`)",
    "UH-43": "Drives (`membership`)",
    "UH-44": "Cards (`membership`)",
    "UH-45": "Changes of a membership (`membership`)",
    "UH-46": "Persons (`membership`)",
    "UH-51": "The member's own data (`portal`)",
    "UH-94": "The API (`project.api`)",
}

FROM_THE_FIELD = ("The sentence of the field at fault.", "由出错的字段给出具体说明。")
SAID_ELSEWHERE = {
    "UH-1000": (
        "A refusal that has no code of its own; its sentence says what to do.",
        "没有单独编号的提示,按提示操作。",
    ),
    "UH-2201": ("The sentences of the password rules that are not met.", "列出未满足的密码规则。"),
    "UH-3007": FROM_THE_FIELD,
    "UH-3053": FROM_THE_FIELD,
    "UH-3061": FROM_THE_FIELD,
}
"""Codes whose sentence comes from a form's or a model's own rules."""

HEAD = """# Refusals and their codes

Written by `python -m unionhall.project.error_codes` from the source and the catalogues; do not edit it by hand.

Every refusal is a sentence that says what to do, and a code to tell the help desk. Nothing of what was refused stays:
correct it and send it again. Pages answer with status 409 (403 for a missing right); the API answers with
`{"message": …, "code": …}`. Words in %(brackets)s are filled in. The last column names the app that says it.
"""


def sentences_of_codes() -> dict[str, dict[str, str]]:
    """Return for every code its English sentences, each with the app that says it."""
    found: dict[str, dict[str, str]] = {"UH-1000": {SAID_ELSEWHERE["UH-1000"][0]: "kit"}}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" in path.parts or path == Path(__file__).resolve():
            continue
        app = path.relative_to(PACKAGE).parts[0]
        for code, sentences in _refusals(ast.parse(path.read_text(encoding="utf-8"))):
            known = found.setdefault(code, {})
            for sentence in sentences or [SAID_ELSEWHERE[code][0]]:
                known.setdefault(sentence, app)
    return dict(sorted(found.items()))


def rendered() -> str:
    """Return the page."""
    chinese = _chinese()
    lines, area = [HEAD], ""
    for code, sentences in sentences_of_codes().items():
        if code[:5] != area:
            area = code[:5]
            lines.append(f"\n## {AREAS[area]}\n\n| code | sentence | 中文 | said in |\n|---|---|---|---|\n")
        for sentence, app in sentences.items():
            said = chinese.get(sentence, "")
            lines.append(f"| {code} | {sentence} | {said} | `{app}` |\n")
    return "".join(lines)


def _chinese() -> dict[str, str]:
    known = dict(SAID_ELSEWHERE.values())
    for app in apps(PACKAGE):
        for message in read(catalogue_path(app)):
            one, said = (
                value if isinstance(value, str) else (value or [""])[0] for value in (message.id, message.string)
            )
            known.setdefault(str(one), str(said))
    return known


def _refusals(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Yield each code with the sentences that stand beside it in one call or one tuple."""
    named = _named_codes(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.Tuple):
            parts = node.args if isinstance(node, ast.Call) else node.elts
            codes = [code for part in parts if (code := _code(part, named))]
            if codes:
                yield codes[0], list(_said(parts, _assigned_before(tree, node.lineno)))


def _code(part: ast.expr, named: dict[str, str]) -> str:
    if isinstance(part, ast.Name):
        return named.get(part.id, "")
    value = part.value if isinstance(part, ast.Constant) else ""
    return value if isinstance(value, str) and CODE.fullmatch(value) else ""


def _named_codes(tree: ast.Module) -> dict[str, str]:
    assigned = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]
    return {node.targets[0].id: code for node in assigned if (code := _code(node.value, {}))}  # type: ignore[attr-defined]


def _assigned_before(tree: ast.Module, line: int) -> dict[str, list[str]]:
    """Return what the names stand for at this line: the sentence assigned last before it."""
    found: dict[str, list[str]] = {}
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign) and node.lineno < line]
    for node in sorted(assigned, key=lambda one: one.lineno):
        target = node.targets[0]
        if isinstance(target, ast.Name) and (said := list(_said([node.value], {}))):
            found[target.id] = said
    return found


def _said(parts: list[ast.expr], names: dict[str, list[str]]) -> Iterator[str]:
    for part in parts:
        for node in ast.walk(part):
            if isinstance(node, ast.Name):
                yield from names.get(node.id, [])
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS:
                place = 1 if node.func.id.startswith("p") else 0
                sentence = node.args[place]
                if isinstance(sentence, ast.Constant):
                    yield str(sentence.value)


def main() -> None:
    """Write the page."""
    PLACE.write_text(rendered(), encoding="utf-8")


if __name__ == "__main__":
    main()
