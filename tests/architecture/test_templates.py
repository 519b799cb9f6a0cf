"""Templates only show: no script, no style, no stranger's address, no sentence without its translation."""

import re

import pytest

from tests.architecture.exceptions import assert_no_new
from tests.architecture.sources import name_of, templates

COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE)
HANDLER = re.compile(r"\s(on[a-z]+|hx-on[:a-z-]*)=", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|\sstyle=", re.IGNORECASE)
EXTERNAL = re.compile(r"(?:src|href|action|content|url)\s*[=(]\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)
BLOCK_TRANSLATION = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
ATTRIBUTE_BLOCK = re.compile(r"{%\s*block \w*(?:class|attributes)\s*%}.*?{%\s*endblock[^%]*%}", re.DOTALL)
DATA_ATTRIBUTE = re.compile(r"^data-[a-z-]+(=\".*\")?$")
TEMPLATE_CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
MARKUP = re.compile(r"<(script|svg|kbd|code)\b.*?</\1>|<[^>]*>|&[#a-z0-9]+;", re.DOTALL | re.IGNORECASE)
SPOKEN = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
SPOKEN_ATTRIBUTE = re.compile(r"\s(?:aria-label|placeholder|title|alt)=\"([^\"{]*[A-Za-z\u4e00-\u9fff]{2}[^\"{]*)\"")
PROPER_NAMES = {
    "Unionhall",
    "English",
    "简体中文",
    "UH",
    "PDF",
    "API",
    "QR",
    "ID",
    "CSV",
    "SVG",
    "中文",
    "工",
    "职工之家",
}


def text_of(path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("check", "pattern", "remedy"),
    [
        ("inline script", INLINE_SCRIPT, "Put the script into a file: the content security policy forbids it here."),
        ("inline handler", HANDLER, "Bind the event in a module."),
        ("inline style", INLINE_STYLE, "Use a class: the content security policy forbids styles in pages."),
        ("external address", EXTERNAL, "Every page works without a stranger's server."),
    ],
)
def test_templates_hold_nothing_that_the_policy_forbids(check, pattern, remedy):
    offences = {
        name_of(path): f"{found[0]!r}" for path in templates() if (found := pattern.search(text_of(path))) is not None
    }

    assert_no_new(check, offences, remedy)


def test_every_sentence_of_a_template_is_translatable():
    offences = {}
    for path in (path for path in templates() if "style_guide" not in path.parts):
        text = ATTRIBUTE_BLOCK.sub("", BLOCK_TRANSLATION.sub("", text_of(path)))
        attributes = SPOKEN_ATTRIBUTE.findall(text)
        words = [*attributes, *(line.strip() for line in MARKUP.sub("\n", TEMPLATE_CODE.sub("", text)).splitlines())]
        spoken = (word for word in words if SPOKEN.search(word) and not DATA_ATTRIBUTE.match(word))
        if untranslated := [word for word in spoken if word not in PROPER_NAMES]:
            offences[name_of(path)] = "; ".join(untranslated[:5])

    assert_no_new("untranslated", offences, 'Wrap it in {% translate "…" %}.')
