"""Where membership's pages are mounted; see ``project.urls``."""

from django.urls import path

from unionhall.membership.views import cards, drives, field, joining

public_patterns = [
    path("join/worker.js", joining.worker, name="joining-worker"),
    path("join/<str:token>/", joining.join, name="join"),
    path("join/<str:token>/done/", joining.done, name="join-done"),
    path("join/<str:token>/withdraw/", joining.withdraw, name="join-withdraw"),
    path("check/cards/<str:token>/", cards.check_card, name="card-check"),
]
field_patterns = [
    path("drives/<int:pk>/assist/", field.assist, name="drive-assist"),
]
desk_patterns = [
    path("drives/", drives.drive_list, name="drive-list"),
    path("drives/new/", drives.drive_new, name="drive-new"),
    path("drives/<int:pk>/", drives.drive_detail, name="drive-detail"),
    path("drives/<int:pk>/edit/", drives.drive_edit, name="drive-edit"),
    path("drives/<int:pk>/close/", drives.drive_close, name="drive-close"),
    path("drives/<int:pk>/reopen/", drives.drive_reopen, name="drive-reopen"),
    path("drives/<int:pk>/poster/", drives.drive_poster, name="drive-poster"),
    path("drives/<int:pk>/<str:sheet>.pdf", drives.drive_file, name="drive-file"),
]
