"""Static files under names that carry their hash, so that browsers keep them for good."""

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports between our small ES modules; leaves the scripts of others as they are."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        """Give the function that replaces one reference found in the file ``name``."""
        if name.endswith(".js") and not _is_ours(name):
            return lambda found: found[0]
        converter: Callable[[re.Match[str]], str] = super().url_converter(name, hashed_files, template)
        return converter


def _is_ours(name: str) -> bool:
    config: Any = next((app for app in apps.get_app_configs() if name.startswith(f"{app.label}/")), None)
    return config is not None and config.name.startswith("unionhall.")
