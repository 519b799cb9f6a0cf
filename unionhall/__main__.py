"""``python -m unionhall`` is the command ``unionhall``."""

from unionhall.project.command_line import main

main()
