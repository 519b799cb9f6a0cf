"""Our small addition to Django: layouts, registries, fields, PDF. No models and no union words, except the national
number rules and code lists in ``kit.national``.
"""
