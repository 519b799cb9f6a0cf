"""Dashboards: the officers' workbench (工作台) and the board of growth and coverage (发展与覆盖看板).

Nothing is recorded here: to-dos, figures and their rows come from the registries that the apps below fill.
"""
