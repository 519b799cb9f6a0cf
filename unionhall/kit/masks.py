"""How sensitive values are shown: each mask takes the plain text and returns what may stand on a page.

The rules are those of common practice in China; they are made on the server, and the full value is never sent along.
"""

import re
import unicodedata

from unionhall.kit.national.surnames import is_han, split_name

STARS = "******"
"""Shown where not even a part may be shown."""

ADDRESS_HEAD = re.compile(
    r"(?:[^\d\W]{1,8}?(?:省|自治区|特别行政区))?"
    r"(?:[^\d\W]{1,8}?(?:自治州|地区|盟|市))?"
    r"(?:[^\d\W]{1,8}?(?:自治县|自治旗|(?<![小社园景片校厂库矿])区|县|旗|市))?"
    r"(?:[^\d\W]{1,10}?(?:街道|地区|苏木|镇|乡))?"
)
LATIN_WORD = re.compile(r"[^\W\d_](?:['’-]?[^\W\d_])+")


def mask_name(plain: str) -> str:
    """Show the surname and the last character: 张*, 张*三, 欧阳*, 阿***·**提, J*** S***."""
    name = plain.strip()
    if not is_han(name):
        return _mask_foreign_name(name)
    surname, given = split_name(name)
    if not surname:
        return "*" * len(name)
    if len(given) < 2:
        return surname + "*" * len(given)
    return surname + "*" * (len(given) - 1) + given[-1]


def mask_name_for_notice(plain: str) -> str:
    """Show the surname only, as on a public notice: 张*, 张**, 欧阳*."""
    name = plain.strip()
    if not is_han(name):
        return _mask_foreign_name(name)
    surname, given = split_name(name)
    return surname + "*" * len(given)


def mask_id_number(plain: str) -> str:
    """Show the first 3 and last 4 of an identity number (18 or 15 long), the first and last 3 of another paper's."""
    number = _compact(plain)
    if len(number) in (15, 18):
        return _keep(number, 3, 4)
    return _keep(number, 1, 3) if len(number) >= 8 else "*" * len(number)


def mask_mobile(plain: str) -> str:
    """Show the first 3 and last 4 of a mobile number, the last 2 of any other: 138****1234."""
    number = _compact(plain).removeprefix("+86") if len(_compact(plain)) == 14 else _compact(plain)
    if len(number) == 11:
        return _keep(number, 3, 4)
    return _keep(number, 0, 2) if len(number) >= 6 else "*" * len(number)


def mask_bank_card(plain: str) -> str:
    """Show the first and last 4 of a card number: 6222 **** **** 5678."""
    number = _compact(plain)
    if len(number) < 12:
        return "*" * len(number)
    return f"{number[:4]} **** **** {number[-4:]}"


def mask_address(plain: str) -> str:
    """Show an address down to the street or town: 北京市朝阳区金盏地区******."""
    head = ADDRESS_HEAD.match(plain.strip())
    return (head.group() if head else "") + STARS if plain.strip() else ""


def mask_all(plain: str) -> str:
    """Show nothing but that there is something: for health and hardship."""
    return STARS if plain else ""


def _mask_foreign_name(name: str) -> str:
    if "·" in name and is_han(name.replace("·", "")):
        hidden = re.sub(r"[^·]", "*", name)
        return f"{name[0]}{hidden[1:-1]}{name[-1]}" if name[0] != "·" else hidden
    if LATIN_WORD.search(name):
        return " ".join(f"{word[0]}***" if LATIN_WORD.match(word) else "*" for word in name.split())
    return "*" * len(name)


def _keep(text: str, first: int, last: int) -> str:
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]


def _compact(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
