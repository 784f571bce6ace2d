"""Letters to people. A worker sends them: no page waits for a mail server, and none can be timed to learn who has an account."""

from typing import Any

from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from apps.accounts.models import User


def letter(template: str, address: str, context: dict[str, Any]) -> EmailMessage:
    """The mail of `templates/<template>_subject.txt` and `…_message.txt`."""
    context = {"site": settings.BASE_URL, **context}
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    return EmailMessage(subject, render_to_string(f"{template}_message.txt", context).strip() + "\n", to=[address])


def send_reset_letters(address: str) -> None:
    """To everybody who proved that this address is theirs; to nobody else, for who is not here needs no mail about it."""
    from allauth.account.forms import default_token_generator

    for person in filter_users_by_email(address, prefer_verified=True, for_login=True):
        if owns(person, address) and (person.is_active or person.may_come_back):
            key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
            url = settings.BASE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": "0", "key": "0"}).replace(
                "0-0", key
            )
            letter("account/email/password_reset_key", address, {"person": person, "url": url}).send()


def owns(person: User, address: str) -> bool:
    """Whether `person` proved that `address` is theirs."""
    return EmailAddress.objects.filter(user=person, email__iexact=address, verified=True).exists()
