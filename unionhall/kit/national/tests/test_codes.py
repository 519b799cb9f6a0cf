"""The code lists are complete."""

from unionhall.kit.national import codes


def test_there_are_56_peoples_and_two_more_codes():
    assert codes.Ethnicity.values == [f"{number:02}" for number in range(1, 57)] + ["97", "98"]


def test_there_are_20_sections_of_industry():
    assert codes.Industry.values == list("ABCDEFGHIJKLMNOPQRST")


def test_the_key_groups_are_the_first_four():
    assert [str(code) for code in codes.KEY_GIG_CATEGORIES] == codes.GigCategory.values[:4]
