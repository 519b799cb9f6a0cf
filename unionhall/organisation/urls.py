"""Where the organisation's pages are mounted; see ``project.urls``."""

from django.urls import path

from unionhall.organisation.views import people, register, structure, units, why

app_name = "organisation"

desk_patterns = [
    path("tree/", units.tree, name="tree"),
    path("units/", units.UnitList.as_view(), name="unit-list"),
    path("units/search/", units.unit_search, name="unit-search"),
    path("units/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("units/<int:pk>/branch/", units.branch, name="unit-branch"),
    path("units/<int:pk>/new/", units.unit_new, name="unit-new"),
    path("units/<int:pk>/edit/", units.unit_edit, name="unit-edit"),
    path("units/<int:pk>/move/", structure.unit_move, name="unit-move"),
    path("units/<int:pk>/merge/", structure.unit_merge, name="unit-merge"),
    path("units/<int:pk>/split/", structure.unit_split, name="unit-split"),
    path("units/<int:pk>/close/", structure.unit_close, name="unit-close"),
    path("units/<int:pk>/appoint/", people.office_new, name="office-new"),
    path("units/<int:pk>/groups/new/", people.group_new, name="group-new"),
    path("offices/<int:pk>/hand-over/", people.office_hand_over, name="office-hand-over"),
    path("offices/<int:pk>/end/", people.office_end, name="office-end"),
    path("changes/", structure.change_list, name="change-list"),
    path("changes/<int:pk>/consent/", structure.change_consent, name="change-consent"),
    path("changes/<int:pk>/refuse/", structure.change_refuse, name="change-refuse"),
    path("changes/<int:pk>/withdraw/", structure.change_withdraw, name="change-withdraw"),
    path("groups/", people.GroupList.as_view(), name="group-list"),
    path("groups/<int:pk>/", people.group_detail, name="group-detail"),
    path("groups/<int:pk>/end/", people.group_end, name="group-end"),
    path("groups/<int:pk>/seats/new/", people.seat_new, name="seat-new"),
    path("seats/<int:pk>/end/", people.seat_end, name="seat-end"),
    path("employers/", register.EmployerList.as_view(), name="employer-list"),
    path("employers/new/", register.employer_new, name="employer-new"),
    path("employers/<int:pk>/", register.employer_detail, name="employer-detail"),
    path("employers/<int:pk>/edit/", register.employer_edit, name="employer-edit"),
    path("employers/<int:pk>/cover/", register.employer_cover, name="employer-cover"),
    path("places/", register.PlaceList.as_view(), name="place-list"),
    path("places/new/", register.place_new, name="place-new"),
    path("places/<int:pk>/", register.place_detail, name="place-detail"),
    path("places/<int:pk>/edit/", register.place_edit, name="place-edit"),
    path("standing/", units.choose_standing, name="standing"),
    path("why/", why.why, name="why"),
]
