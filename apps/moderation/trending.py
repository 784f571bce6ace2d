"""What moderators keep from being shown as a trend."""

from django.db import transaction

from apps.accounts.models import User
from apps.moderation.log import record
from apps.tweets import trends


@transaction.atomic
def change_trend(*, moderator: User, tag: str, is_shown: bool) -> None:
    """Hides a hashtag from the trends, or shows it again, and notes it in the log. Raises NotFound if nobody ever used it."""
    trend = trends.show_trend(tag=tag) if is_shown else trends.hide_trend(tag=tag)
    record(actor=moderator, action="trend_shown" if is_shown else "trend_hidden", subject=f"hashtag {trend.hashtag.name}")
