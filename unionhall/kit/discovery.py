"""Finding what apps offer by walking their packages: add a file, edit no list."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from django.apps import apps


def discover(name: str) -> Iterator[ModuleType]:
    """Import and yield every installed Unionhall app's module ``name``, lowest layer first."""
    for app in reversed(list(apps.get_app_configs())):
        if app.name.startswith("unionhall.") and importlib.util.find_spec(f"{app.name}.{name}"):
            yield importlib.import_module(f"{app.name}.{name}")


def discover_kinds() -> Iterator[ModuleType]:
    """Import and yield every package below an app's ``kinds`` folder, so that the classes in it register themselves."""
    for kinds in discover("kinds"):
        for found in pkgutil.iter_modules(kinds.__path__, f"{kinds.__name__}."):
            yield importlib.import_module(found.name)
