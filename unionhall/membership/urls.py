"""Where membership's pages are mounted; see ``project.urls``."""

from django.urls import path

from unionhall.membership.views import applications, cards, consent, drives, field, joining, members

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
    path("members/", members.MemberList.as_view(), name="member-list"),
    path("members/events/", members.event_list, name="event-list"),
    path("members/<int:pk>/", members.member_detail, name="member-detail"),
    path("members/<int:pk>/reveal/", members.member_reveal, name="member-reveal"),
    path("members/<int:pk>/retain/", members.member_retain, name="member-retain"),
    path("members/<int:pk>/resume/", members.member_resume, name="member-resume"),
    path("members/<int:pk>/move/", members.member_move, name="member-move"),
    path("members/<int:pk>/end/", members.member_end, name="member-end"),
    path("members/<int:pk>/expel/", members.member_expel, name="member-expel"),
    path("members/<int:pk>/card/reissue/", members.card_reissue, name="card-reissue"),
    path("expulsions/", members.expulsion_list, name="expulsion-list"),
    path("expulsions/<int:pk>/decide/", members.expulsion_decide, name="expulsion-decide"),
    path("applications/", applications.ApplicationList.as_view(), name="application-list"),
    path("applications/batch/", applications.application_batch, name="application-batch"),
    path("applications/batch/<int:pk>/", applications.batch_result, name="batch-result"),
    path("applications/<int:pk>/", applications.application_detail, name="application-detail"),
    path("applications/<int:pk>/reveal/", applications.application_reveal, name="application-reveal"),
    path("applications/<int:pk>/approve/", applications.application_approve, name="application-approve"),
    path("applications/<int:pk>/return/", applications.application_return, name="application-return"),
    path("applications/<int:pk>/reject/", applications.application_reject, name="application-reject"),
    path("units/<int:pk>/review/", applications.review_rule, name="review-rule"),
    path("consent-texts/", consent.consent_list, name="consent-list"),
    path("consent-texts/new/", consent.consent_new, name="consent-new"),
    path("drives/", drives.drive_list, name="drive-list"),
    path("drives/new/", drives.drive_new, name="drive-new"),
    path("drives/<int:pk>/", drives.drive_detail, name="drive-detail"),
    path("drives/<int:pk>/edit/", drives.drive_edit, name="drive-edit"),
    path("drives/<int:pk>/close/", drives.drive_close, name="drive-close"),
    path("drives/<int:pk>/reopen/", drives.drive_reopen, name="drive-reopen"),
    path("drives/<int:pk>/poster/", drives.drive_poster, name="drive-poster"),
    path("drives/<int:pk>/<str:sheet>.pdf", drives.drive_file, name="drive-file"),
]
