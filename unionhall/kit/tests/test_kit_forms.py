"""How forms look, and the key that makes a sent form act once."""

from django import forms

from unionhall.kit.forms import ChoiceCards, KeyedForm
from unionhall.kit.templatetags.kit_form import styled

KEY = "7a0e2c56-0d1f-4c7e-9a53-0c2f2f1c9d11"


class Joining(KeyedForm, forms.Form):
    name = forms.CharField(label="姓名", help_text="与证件一致")
    work = forms.ChoiceField(
        label="用工形式",
        choices=[("staff", "本单位"), ("agency", "派遣")],
        widget=ChoiceCards(notes={"agency": "与派遣公司签订合同"}),
    )
    agrees = forms.BooleanField(label="我自愿加入")


def test_a_fresh_form_has_a_fresh_key():
    first, second = Joining()["key"].value(), Joining()["key"].value()

    assert len({first, second}) == 2


def test_a_form_shown_again_keeps_the_key_it_was_sent_with():
    form = Joining({"key": KEY})

    assert f'name="key" value="{KEY}"' in str(form)


def test_a_form_without_a_key_is_refused():
    form = Joining({"name": "王秀英", "work": "staff", "agrees": "on"})

    assert form.errors == {"key": ["表单已过期，请刷新页面后重新提交。"]}


def test_a_key_that_is_none_of_ours_is_refused():
    form = Joining({"name": "王秀英", "work": "staff", "agrees": "on", "key": "1 or 1=1"})

    assert list(form.errors) == ["key"]


def test_the_key_is_handed_on_clean():
    form = Joining({"name": "王秀英", "work": "staff", "agrees": "on", "key": KEY})

    assert form.is_valid()
    assert form.cleaned_data["key"] == KEY


def test_an_empty_field_is_answered_with_what_to_do():
    form = Joining({"key": KEY})

    assert form.errors == {"name": ["请填写此项。"], "work": ["请选择一项。"], "agrees": ["请勾选后继续。"]}


def test_a_field_carries_label_help_and_error_for_screen_readers():
    drawn = Joining({"key": KEY})["name"].as_field_group()

    assert '<label class="field-label" for="id_name">' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'class="form-control"' in drawn


def test_choices_are_cards_with_their_notes():
    drawn = Joining()["work"].as_field_group()

    assert drawn.count('class="choice"') == 2
    assert "与派遣公司签订合同" in drawn
    assert drawn.startswith("<fieldset") or "<fieldset" in drawn


def test_the_summary_leads_to_each_field_at_fault():
    drawn = str(Joining({"key": KEY}))

    assert "有 3 处需要修改" in drawn
    assert 'href="#id_name"' in drawn


def test_what_was_typed_is_escaped():
    drawn = str(Joining({"name": '"><script>', "key": KEY}))

    assert "<script>" not in drawn


def test_an_open_choice_says_choose_and_a_filter_says_all():
    class Filter(forms.Form):
        unit = forms.ChoiceField(label="工会", choices=[("", "---------"), ("1", "西城区总工会")])

    field = Filter()["unit"]

    assert ">请选择</option>" in styled(field)
    assert ">全部</option>" in styled(field, True)
