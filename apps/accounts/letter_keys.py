"""The keys in letters that open a new password."""

from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from apps.accounts.models import User


class LetterKeys(PasswordResetTokenGenerator):
    """A key opens nothing any more once its person was revoked, logged in, or has other addresses or another password."""

    def _make_hash_value(self, user: User, timestamp: int) -> str:  # type: ignore[override]
        addresses = EmailAddress.objects.filter(user=user).order_by("email").values_list("email", flat=True)
        return "|".join([super()._make_hash_value(user, timestamp), str(user.access_epoch), *addresses])
