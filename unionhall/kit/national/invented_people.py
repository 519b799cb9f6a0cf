"""Invented people for the demo and the tests: the same seed gives the same people, none of whom can exist."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from unionhall.kit.national.codes import Sex
from unionhall.kit.national.id_numbers import check_character
from unionhall.kit.national.invented import ID_PREFIX, MOBILE_PREFIX

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
RARE_SURNAMES = ("欧阳", "司马", "上官", "尉迟", "单", "仇", "区", "查", "盖", "解", "覃", "翟", "逄", "冼", "缪", "乐")
MALE_CHARACTERS = "伟强磊军洋勇杰涛超明刚平辉鹏华飞斌波宇浩凯健俊帆帅旭宁龙林欢阳建国志文海山东春雷庆江"
FEMALE_CHARACTERS = "芳娜敏静丽艳娟霞秀燕玲桂英丹萍红玉兰雪梅琳倩颖慧莹婷雯佳欣怡悦洁晶莉云凤琴巧蓉薇"
RARE_SHARE = 0.05
TWO_CHARACTERS_SHARE = 0.25


@dataclass(frozen=True)
class InventedPerson:
    """One invented person."""

    name: str
    sex: Sex
    birth_date: date
    id_number: str
    mobile: str


class InventedPeople:
    """A stream of invented people, each with numbers of their own; ``births`` bounds their dates of birth."""

    def __init__(self, seed: int, births: tuple[date, date] = (date(1966, 1, 1), date(2006, 12, 31))) -> None:
        self._random = random.Random(seed)  # noqa: S311 - people for show, repeatable by intent
        self._births = births
        self._ids: set[str] = set()
        self._mobiles: set[str] = set()

    def person(self, sex: Sex | None = None) -> InventedPerson:
        """Return the next person."""
        chosen = sex or self._random.choice((Sex.MALE, Sex.FEMALE))
        birth_date = self.birth_date()
        return InventedPerson(self.name(chosen), chosen, birth_date, self.id_number(birth_date, chosen), self.mobile())

    def birth_date(self) -> date:
        """Return a day within the bounds."""
        first, last = self._births
        return first + timedelta(days=self._random.randrange((last - first).days + 1))

    def name(self, sex: Sex) -> str:
        """Return a Chinese name, now and then with a compound or a rarely read surname."""
        is_rare = self._random.random() < RARE_SHARE
        surname = self._random.choice(RARE_SURNAMES) if is_rare else self._random.choice(SURNAMES)
        characters = MALE_CHARACTERS if sex == Sex.MALE else FEMALE_CHARACTERS
        length = 1 if self._random.random() < TWO_CHARACTERS_SHARE else 2
        return surname + "".join(self._random.sample(characters, length))

    def id_number(self, birth_date: date, sex: Sex) -> str:
        """Return an ID number of a division that does not exist, never one that was given out before."""
        while True:
            division = f"{ID_PREFIX}{self._random.randint(1, 16):02}"
            sequence = self._random.randrange(1 if sex == Sex.MALE else 0, 1000, 2)
            first_17 = f"{division}{birth_date:%Y%m%d}{sequence:03}"
            if first_17 not in self._ids:
                self._ids.add(first_17)
                return first_17 + check_character(first_17)

    def mobile(self) -> str:
        """Return a mobile number of a range that does not exist, never one that was given out before."""
        while True:
            number = f"{MOBILE_PREFIX}{self._random.randrange(10**8):08}"
            if number not in self._mobiles:
                self._mobiles.add(number)
                return number
