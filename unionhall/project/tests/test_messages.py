import pytest

from unionhall.project.messages import apps, catalogue_path, compile_all, conflicts, problems, read, update

SOURCE = 'from django.utils.translation import gettext as _\nprint(_("Good day, %(name)s") % {"name": 1})\n'
TEMPLATE = """{% load i18n %}
<p title="{% translate "A title" %}">{% blocktranslate %}Two {{ words }}{% endblocktranslate %}</p>
"""


@pytest.fixture
def app(tmp_path):
    """An app of one module and one template, without a catalogue."""
    folder = tmp_path / "greetings"
    (folder / "templates").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "views.py").write_text(SOURCE)
    (folder / "templates" / "page.html").write_text(TEMPLATE)
    return folder


def translate(app, msgid, msgstr):
    path = catalogue_path(app)
    path.write_text(path.read_text().replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{msgstr}"'))


def test_sentences_of_python_and_templates_are_collected(app):
    update(app)

    assert sorted(message.id for message in read(catalogue_path(app)) if message.id) == [
        *("A title", "Good day, %(name)s", "Two %(words)s"),
    ]


def test_a_translation_outlives_an_update(app):
    update(app)
    translate(app, "A title", "标题")
    update(app)

    assert read(catalogue_path(app)).get("A title").string == "标题"


def test_an_update_that_finds_nothing_new_changes_no_byte(app):
    update(app)
    before = catalogue_path(app).read_bytes()
    update(app)

    assert catalogue_path(app).read_bytes() == before


def test_missing_fuzzy_and_outdated_sentences_are_found(app):
    update(app)
    translate(app, "A title", "标题")
    path = catalogue_path(app)
    path.write_text(path.read_text().replace('msgid "A title"', '#, fuzzy\nmsgid "A title"'))
    path.write_text(path.read_text() + '\nmsgid "Farewell"\nmsgstr "再见"\n')

    assert sorted(line.split(": ", 1)[1] for line in problems(app)) == [
        "no longer used: 'Farewell'",
        "not translated: 'Good day, %(name)s'",
        "not translated: 'Two %(words)s'",
        "translation is marked fuzzy: 'A title'",
    ]


def test_one_sentence_said_in_two_ways_is_found_with_both_places(app):
    other = app.parent / "farewells"
    other.mkdir()
    (other / "__init__.py").touch()
    (other / "views.py").write_text(SOURCE + "print(_('A title'))\n")
    for folder, title in ((app, "标题"), (other, "名称")):
        update(folder)
        translate(folder, "A title", title)
        translate(folder, "Good day, %(name)s", "%(name)s，您好")

    assert list(conflicts(app.parent)) == [
        "farewells/views.py and greetings/templates/page.html: 'A title' is '名称' there and '标题' here"
    ]


def test_compiled_catalogues_stand_beside_their_sources(app):
    update(app)
    translate(app, "A title", "标题")

    compile_all(app.parent)

    assert apps(app.parent) == [app]
    assert catalogue_path(app).with_suffix(".mo").stat().st_size > 0
