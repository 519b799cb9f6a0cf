"""Names as on the card: cleaning, all pinyin readings, and the terms by which a name is found.

A reading is a tuple of toneless syllables with ``v`` for ü, one per Chinese character and one per Latin word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

from django.utils.translation import gettext_lazy as _

from unionhall.kit.national.surnames import COMPOUND, SINGLE, is_han, split_name
from unionhall.kit.refused import Refused

LONGEST_NAME = 50
MOST_READINGS = 24
MOST_READINGS_OF_CHARACTER = 4

DOTS = re.compile(r"\s*[·•‧・･．∙●⋅]\s*")
LATIN_SPACES = re.compile(r"\s+")
PARTS = re.compile(r"[^\W\d_]+")

VARIANTS = str.maketrans(
    "劉陳張楊趙黃吳孫馬鄭葉許蘇盧蔣韓馮鄧謝蕭肖閆阎戴羅賈鄒陸鍾錢湯龍萬譚賴龔顧龐齊長歐陽"
    "國囯峯喆昇陞煕甯濬髙凃邨珮鉅衛麗華東軍偉強剛榮貴寶鳳蘭蓮愛紅藝學義慶歡飛魯興寧遠濤瑋瑩鋒鋼銘輝",
    "刘陈张杨赵黄吴孙马郑叶许苏卢蒋韩冯邓谢萧萧闫闫戴罗贾邹陆钟钱汤龙万谭赖龚顾庞齐长欧阳"
    "国国峰哲升升熙宁浚高涂村佩巨卫丽华东军伟强刚荣贵宝凤兰莲爱红艺学义庆欢飞鲁兴宁远涛玮莹锋钢铭辉",
)
"""Characters that people write for one another, folded for search only; a name is kept as it stands on the card."""


@dataclass(frozen=True)
class SearchTerms:
    """What a search index keeps of one name."""

    pinyin: tuple[str, ...]
    initials: tuple[str, ...]
    bigrams: tuple[str, ...]


def clean_name(text: str) -> str:
    """Return the name in NFC with single spaces and ``·`` between parts, or refuse what no card carries."""
    name = unicodedata.normalize("NFC", "".join(map(_half_width, text)))
    name = LATIN_SPACES.sub(" ", DOTS.sub("·", name)).strip(" ·")
    if len(name) > 1 and is_han(name.replace(" ", "")):
        name = name.replace(" ", "")
    if not name:
        raise Refused(_("Enter the name as it stands on the card."), "UH-1151")
    if len(name) > LONGEST_NAME:
        message = _("A name has at most %(most)s characters. Enter only the name.")
        raise Refused(message % {"most": LONGEST_NAME}, "UH-1152")
    for character in name:
        _check_character(character)
    return name


def fold(name: str) -> str:
    """Return the name as search compares it: variant characters as one, Latin letters small."""
    return name.translate(VARIANTS).casefold()


def bigrams(name: str) -> list[str]:
    """Return the overlapping pairs of characters of the folded name; a single character stands alone."""
    folded = fold(name).replace(" ", "").replace("·", "")
    pairs = [folded[position : position + 2] for position in range(len(folded) - 1)] or [folded]
    return list(dict.fromkeys(pair for pair in pairs if pair))


def readings(name: str) -> list[tuple[str, ...]]:
    """Return up to 24 readings of a name, the likeliest first."""
    parts = PARTS.findall(fold(name))
    choices = [choice for position, part in enumerate(parts) for choice in _choices(part, is_first=position == 0)]
    return list(dict.fromkeys(islice(_likeliest_first(choices), MOST_READINGS)))


def search_terms(name: str) -> SearchTerms:
    """Return full pinyin (``lv`` also as passports write it, ``lyu``) and initials in all readings, and the bigrams."""
    found = readings(name)
    full = ["".join(reading) for reading in found]
    return SearchTerms(
        pinyin=tuple(dict.fromkeys([*full, *(pinyin.replace("v", "yu") for pinyin in full if is_han(name))])),
        initials=tuple(dict.fromkeys("".join(syllable[0] for syllable in reading) for reading in found)),
        bigrams=tuple(bigrams(name)),
    )


def sort_key(name: str) -> str:
    """Return the text by which names are sorted: the likeliest reading, syllable by syllable, then the name."""
    return " ".join(readings(name)[0]) + " " + name if PARTS.search(name) else name


def fold_pinyin(typed: str) -> str:
    """Return typed pinyin as the index keeps it: small, without spaces, ``ü`` as ``v``."""
    small = unicodedata.normalize("NFC", typed).casefold().replace("ü", "v").replace("u:", "v")
    return re.sub(r"[\s'’-]", "", small)


def _choices(part: str, *, is_first: bool) -> Iterator[tuple[str, ...]]:
    """Yield the possible syllables of each character of a part; only the first part of a name begins with a surname."""
    if not is_han(part):
        yield from _mixed_choices(part)
        return
    surname, given = split_name(part) if is_first else ("", part)
    if surname in COMPOUND:
        first, second = COMPOUND[surname]
        yield tuple(dict.fromkeys((first, *SINGLE.get(surname[0], ()))))  # 单于 may also be 单 with a given name.
        yield tuple(dict.fromkeys((second, *_character_readings(surname[1]))))
    elif surname:
        yield SINGLE.get(surname) or _character_readings(surname)
    usual = _usual_reading(given)
    for character, syllable in zip(given, usual, strict=True):
        yield tuple(dict.fromkeys((syllable, *_character_readings(character))))[:MOST_READINGS_OF_CHARACTER]


def _mixed_choices(part: str) -> Iterator[tuple[str, ...]]:
    plain = "".join(mark for mark in unicodedata.normalize("NFD", part) if not unicodedata.combining(mark))
    for piece in re.findall(r"[a-z]+|.", plain):
        yield _character_readings(piece) if is_han(piece) else (piece,)


def _likeliest_first(choices: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the usual reading, then those that differ in one character (a long name keeps them all), then the rest."""
    usual = tuple(choice[0] for choice in choices)
    if not usual:
        return
    yield usual
    for position, choice in enumerate(choices):
        for other in choice[1:]:
            yield (*usual[:position], other, *usual[position + 1 :])
    yield from product(*choices)


@cache
def _character_readings(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="default")
    return tuple(syllable.replace("ü", "v") for syllable in found[0][:MOST_READINGS_OF_CHARACTER])


def _usual_reading(given: str) -> list[str]:
    """Read the given name as one phrase (朝阳 chao yang); characters without a known reading stand for themselves."""
    from pypinyin import lazy_pinyin

    found: list[str] = lazy_pinyin(given)
    return found if len(found) == len(given) else [_character_readings(character)[0] for character in given]


def _half_width(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if folded.isascii() else character


def _check_character(character: str) -> None:
    if is_han(character) or character in " ·-'’." or (character.isalpha() and ord(character) < 0x250):
        return
    if unicodedata.category(character) == "Co":
        message = _("One character of the name was typed with an old input method. Type it again with a current one.")
        raise Refused(message, "UH-1153")
    message = _("A name cannot hold “%(character)s”. Enter the name as it stands on the card.")
    raise Refused(message % {"character": character}, "UH-1154")
