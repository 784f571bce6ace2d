"""What allauth asks of us."""

from functools import partial
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts import closing, halfway, handles, joining, mail
from apps.accounts.models import User
from apps.accounts.suspending import SHUT_OUT
from apps.accounts.tasks import deliver
from apps.core import announce
from apps.realtime import events, push

_WRONG_PAIR = _("This name and this password do not belong together.")


class AccountAdapter(DefaultAccountAdapter):
    """Linnet's words and ways for allauth's pages."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG_PAIR,
        "email_password_mismatch": _WRONG_PAIR,
        "username_taken": handles.TAKEN,
        "enter_current_password": _("This is not your password."),
        "incorrect_password": _("This is not your password."),
        "email_taken": _("This address belongs to another account."),
        "too_many_login_attempts": _("Too many tries. Wait a while, then try again."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        person: User = super().save_user(request, user, form, commit)
        return person

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """One that somebody gave up lately is answered like one that somebody has."""
        handle: str = super().clean_username(username, shallow)
        if not shallow and not handles.is_free_for(None, handle):
            raise self.validation_error("username_taken")
        return handle

    def get_login_stages(self) -> list[str]:
        """With the passkey of somebody who signs up. allauth's own switch for it asks for e-mail addresses, which Linnet does not."""
        return [*super().get_login_stages(), "allauth.mfa.webauthn.stages.PasskeySignupStage"]

    def pre_login(self, request: HttpRequest, user: User, **hints: Any) -> HttpResponse | None:
        """Whoever comes back to a closed account goes through every step first, and only then is it open again."""
        halfway.keep(request, user)
        if closing.is_coming_back(request, user):
            return None
        answer: HttpResponse | None = super().pre_login(request, user, **hints)
        return answer

    def login(self, request: HttpRequest, user: User) -> None:
        """At the end of all steps, between which every log-in may have been ended, or the account shut."""
        holds = halfway.holds(request, user)
        if holds and closing.is_coming_back(request, user):
            closing.reopen_account(person=user)
        if not (holds and user.is_active):
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Whoever proved who they are and is not let in learns why, and whether they can do something about it."""
        if user.suspended_at:
            request.session[SHUT_OUT] = user.pk  # for the reasons, and to object
            return redirect(reverse("signed_out") + "?why=suspended")
        if user.may_come_back:
            closing.remember_who_is_back(request, user)
            return redirect("come_back")
        if joining.is_waiting(user):
            return redirect(reverse("signed_out") + "?why=waiting")
        return redirect("account_inactive")

    def logout(self, request: HttpRequest) -> None:
        """Ends the log-in in every tab of this browser, open sockets too."""
        person = request.user
        if isinstance(person, User):
            push.to_user(person.pk, events.SignedOut(events.log_in_of(request.session), "signed_out"))
        super().logout(request)
        if isinstance(person, User):
            announce.log_in_ended(person_id=person.pk)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_settings")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account_email")

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Says only what went wrong: that you are in, out or changed, the next page shows well enough."""
        if level >= messages.ERROR:
            super().add_message(request, level, message_template, message_context, extra_tags, message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Leaves it to a worker: no page waits for a mail server."""
        letter = mail.letter(
            template_prefix, email, {name: context[name] for name in ("user", "activate_url") if name in context}
        )
        transaction.on_commit(partial(deliver.delay, letter.subject, letter.body, email), robust=True)
