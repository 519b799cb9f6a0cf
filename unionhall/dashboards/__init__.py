"""The officers' workbench (工作台) and the board (看板): to-dos, own numbers, growth and coverage."""
