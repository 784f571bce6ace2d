"""What allauth asks of us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.suspending import SHUT_OUT
from apps.realtime import events, push


class AccountAdapter(DefaultAccountAdapter):
    """Linnet's words and ways for allauth's pages."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("This handle and this password do not belong together."),
        "username_taken": _("Somebody has this handle already."),
        "enter_current_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        person: User = super().save_user(request, user, form, commit)
        return person

    def logout(self, request: HttpRequest) -> None:
        """Ends the log-in in every tab of this browser, open sockets too."""
        if isinstance(request.user, User):
            push.to_user(request.user.pk, events.SignedOut(events.log_in_of(request.session)))
        super().logout(request)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Who is suspended and gave the right password may read why, and object."""
        if user.suspended_at:
            request.session[SHUT_OUT] = user.pk
        return super().respond_user_inactive(request, user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile_settings")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Says nothing: the next page shows well enough that you are in, out or changed."""
