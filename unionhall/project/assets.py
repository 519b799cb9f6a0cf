"""Static files under names that carry their hash, so that browsers keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports between our small ES modules."""

    support_js_module_import_aggregation = True
    manifest_strict = False
