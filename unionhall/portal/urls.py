"""Where the member's pages are mounted; see ``project.urls``."""

from django.urls import path

from unionhall.portal.views import member

member_patterns = [
    path("", member.home, name="home"),
    path("card/", member.card, name="card"),
    path("card/code/", member.card_code, name="card-code"),
    path("data/", member.data, name="data"),
    path("data/export/", member.data_export, name="data-export"),
    path("data/correction/", member.data_correction, name="data-correction"),
    path("data/consents/<int:pk>/withdraw/", member.consent_withdraw, name="consent-withdraw"),
]
