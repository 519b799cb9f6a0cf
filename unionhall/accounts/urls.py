"""The addresses of accounts."""

from django.urls import path

from unionhall.accounts.views import desk, inbox, public, settings

public_patterns = [
    path("sign-in/", public.sign_in_page, name="sign-in"),
    path("sign-in/second-factor/", public.second_factor, name="second-factor"),
    path("sign-in/unlock/", public.unlock, name="unlock"),
    path("sign-out/", public.sign_out, name="sign-out"),
    path("invitation/<str:token>/", public.invitation, name="invitation"),
    path("demo/phones/", public.demo_phones, name="demo-phones"),
    path("desk/prove/", settings.prove, name="prove"),
    path("desk/me/", settings.me, name="me"),
    path("desk/me/language/", settings.choose_language, name="choose-language"),
    path("desk/me/phone/", settings.change_phone, name="change-phone"),
    path("desk/me/password/", settings.change_password, name="change-password"),
    path("desk/me/second-factor/", settings.set_up_second_factor, name="set-up-second-factor"),
    path("desk/me/second-factor/confirm/", settings.confirm_second_factor, name="confirm-second-factor"),
    path("desk/me/recovery-codes/", settings.renew_recovery_codes, name="renew-recovery-codes"),
    path("desk/me/tokens/new/", settings.make_token, name="make-token"),
    path("desk/me/tokens/<int:pk>/revoke/", settings.revoke_token, name="revoke-token"),
    path("desk/me/sign-out-everywhere/", settings.sign_out_everywhere, name="sign-out-everywhere"),
    path("desk/inbox/", inbox.inbox_page, name="inbox"),
    path("desk/inbox/read/", inbox.read_all, name="read-all"),
]
member_patterns = [
    path("sign-in/", public.my_sign_in, name="my-sign-in"),
    path("me/", settings.me, name="my-me"),
    path("me/language/", settings.choose_language, name="my-choose-language"),
    path("me/phone/", settings.change_phone, name="my-change-phone"),
    path("me/sign-out-everywhere/", settings.sign_out_everywhere, name="my-sign-out-everywhere"),
    path("inbox/", inbox.inbox_page, name="my-inbox"),
    path("inbox/read/", inbox.read_all, name="my-read-all"),
]
desk_patterns = [
    path("users/", desk.UserList.as_view(), name="user-list"),
    path("users/<int:pk>/", desk.user_detail, name="user-detail"),
    path("users/<int:pk>/reset-second-factor/", desk.reset_second_factor, name="user-reset-second-factor"),
    path("users/<int:pk>/close/", desk.close_user, name="user-close"),
    path("users/<int:pk>/invite/", desk.invite_again, name="user-invite"),
]
