"""The language of the command line: Chinese on a machine that speaks Chinese, otherwise English.

``UNIONHALL_LANGUAGE`` (``zh`` or ``en``) overrides the machine's locale. Our own sentences and click's stand in the
project's catalogue and are looked up by the standard library's gettext, which needs no settings: what is wrong with
the settings is said in the reader's language too.
"""

import gettext
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import click
from django.conf import settings
from django.utils import translation

DOMAIN = "django"
LOCALE = Path(__file__).parent / "locale"
VARIABLES = ("UNIONHALL_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def gettext_noop(said: str) -> str:
    """Mark a sentence for the catalogue; Django's own would ask for the settings."""
    return said


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence and its plural for the catalogue."""
    return one, many


CLICK_SAYS = [
    gettext_noop("Usage:"),
    gettext_noop("Options"),
    gettext_noop("Commands"),
    gettext_noop("Show this message and exit."),
    gettext_noop("Show the version and exit."),
    gettext_noop("%(prog)s, version %(version)s"),
    gettext_noop("default: {default}"),
    gettext_noop("env var: {var}"),
    gettext_noop("required"),
    gettext_noop("file"),
    gettext_noop("directory"),
    gettext_noop("path"),
    gettext_noop("Error: {message}"),
    gettext_noop("Try '{command} {option}' for help."),
    gettext_noop("No such command {name!r}."),
    gettext_noop("No such option {name!r}."),
    gettext_noop("Missing command."),
    gettext_noop("Missing argument"),
    gettext_noop("Missing option"),
    gettext_noop("Invalid value: {message}"),
    gettext_noop("Invalid value for {param_hint}: {message}"),
    gettext_noop("{value!r} is not a valid {number_type}."),
    gettext_noop("{name} {filename!r} does not exist."),
    gettext_noop("{name} {filename!r} is a directory."),
    gettext_noop("{name} {filename!r} is not readable."),
    ngettext_noop("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ngettext_noop("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    gettext_noop("Repeat for confirmation"),
    gettext_noop("Error: The two entered values do not match."),
]


def code(environment: Mapping[str, str]) -> str:
    """Give the language as Django names it: ``zh-hans`` or ``en``."""
    wish = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return "zh-hans" if wish.lower().startswith("zh") else "en"


def speak() -> None:
    """Say from now on everything, click's own sentences too, in the operator's language."""
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = "zh_Hans" if code(os.environ) == "zh-hans" else "en"


def spoken_language() -> AbstractContextManager[None]:
    """Let Django, too, speak the operator's language inside the block."""
    return translation.override(code(os.environ))


def written_language() -> AbstractContextManager[None]:
    """Keep the installation's language inside the block: what is stored or sent does not follow the operator's."""
    return translation.override(settings.LANGUAGE_CODE)


def translate_help(command: click.Command, say: Callable[[str], str]) -> None:
    """Put a command's help, its options' help and what it asks for into the operator's language."""
    command.help = say(command.help) if command.help else command.help
    for option in command.params:
        for name in ("help", "prompt"):
            if said := getattr(option, name, None):
                setattr(option, name, say(said))
