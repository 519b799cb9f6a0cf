"""Where the dashboards are: the desk's own address, and the board's."""

from django.urls import path

from unionhall.dashboards.views import desk

app_name = "dashboards"

public_patterns = [
    path("desk/", desk.workbench, name="workbench"),
    path("desk/board/", desk.board, name="board"),
]
