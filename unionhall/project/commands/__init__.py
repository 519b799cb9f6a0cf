"""One module for each command of ``unionhall``; its ``command`` is found by walking this folder."""
