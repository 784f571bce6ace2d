"""The way in and out, and what people decide about themselves. Of allauth only the pages that Linnet has."""

from allauth.account import views as allauth
from django.urls import path

from apps.accounts import views
from apps.accounts.forms import ChangePasswordForm, SetPasswordForm

urlpatterns = [
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/signup/", allauth.signup, name="account_signup"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path("accounts/signed-out/", views.signed_out, name="signed_out"),
    path(
        "accounts/password/change/",
        allauth.PasswordChangeView.as_view(form_class=ChangePasswordForm),
        name="account_change_password",
    ),
    path("accounts/password/set/", allauth.PasswordSetView.as_view(form_class=SetPasswordForm), name="account_set_password"),
    path("settings/profile/", views.profile_settings, name="profile_settings"),
    path("settings/theme/", views.theme, name="theme"),
]
