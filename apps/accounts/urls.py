"""The way in and out, and what people decide about themselves. Of allauth only the pages that Linnet has."""

from allauth.account import views as allauth
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from apps.accounts import leaving_views, picture_views, security_views, sign_up_views, views
from apps.accounts.forms import ChangePasswordForm, SetPasswordForm

_change_password = allauth.PasswordChangeView.as_view(form_class=ChangePasswordForm)
# Whoever only found a browser open must not give somebody without a password one of theirs.
_set_password = reauthentication_required(allauth.PasswordSetView.as_view(form_class=SetPasswordForm))

urlpatterns = [
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/signup/", allauth.signup, name="account_signup"),
    path("accounts/signup/passkey/", sign_up_views.SignUpByPasskeyView.as_view(), name="account_signup_by_passkey"),
    path("accounts/signup/passkey/make/", sign_up_views.FirstPasskeyView.as_view(), name="mfa_signup_webauthn"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path("accounts/signed-out/", views.signed_out, name="signed_out"),
    path("accounts/come-back/", leaving_views.come_back, name="come_back"),
    # The password
    path("accounts/password/change/", _change_password, name="account_change_password"),
    path("accounts/password/set/", _set_password, name="account_set_password"),
    path("accounts/password/reset/", security_views.PasswordResetView.as_view(), name="account_reset_password"),
    path("accounts/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path("accounts/password/reset/key/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("accounts/reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    # The address
    path("accounts/email/", security_views.EmailView.as_view(), name="account_email"),
    re_path(r"^accounts/email/confirm/(?P<key>[-:\w]+)/$", allauth.confirm_email, name="account_confirm_email"),
    # The second step
    path("accounts/2fa/", second_step.index, name="mfa_index"),
    path("accounts/2fa/authenticate/", second_step.authenticate, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/2fa/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/2fa/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/2fa/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("accounts/2fa/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("accounts/2fa/codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("accounts/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("accounts/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("accounts/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "accounts/passkeys/reauthenticate/",
        security_views.PasskeyReauthenticateView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("accounts/passkeys/<int:pk>/remove/", security_views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    # Settings
    path("settings/", security_views.settings_hub, name="settings"),
    path("settings/profile/", views.profile_settings, name="profile_settings"),
    path("settings/account/", security_views.account_settings, name="account_settings"),
    path("settings/log-ins/", security_views.log_ins, name="usersessions_list"),
    path("settings/log-ins/<int:log_in_id>/end/", security_views.end_log_in, name="end_log_in"),
    path("settings/archive/", leaving_views.archive, name="archive"),
    path("settings/archive/<int:archive_id>/", leaving_views.download_archive, name="download_archive"),
    path("settings/account/close/", leaving_views.close_account, name="close_account"),
    path("settings/handle/", views.handle_settings, name="handle_settings"),
    path("settings/pictures/<slug:picture_kind>/", picture_views.own_picture, name="own_picture"),
    path("pictures/<slug:picture_key>/<int:width>.webp", picture_views.picture, name="picture"),
    path("settings/theme/", views.theme, name="theme"),
]
