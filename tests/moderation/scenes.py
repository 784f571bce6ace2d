"""Who says what to whom, and who reports it."""

from uuid import uuid4

from django.contrib.auth.models import Permission

from apps.accounts.models import User
from apps.dms.models import Conversation, Message
from apps.dms.services import send_message
from apps.moderation import reports, subjects
from apps.moderation.models import Case, Report
from apps.tweets.models import Tweet
from apps.tweets.services import post_tweet
from tests import factories


def tweet_by(author: User, text: str = "You sing like a kettle") -> Tweet:
    return post_tweet(author=author, text=text)


def said(author: User, to: User | Conversation, text: str, **more) -> Message:
    return send_message(author=author, to=to, text=text, client_id=uuid4(), **more)


def report(reporter: User, kind: str, name: object, *, category: str = "harassment", **more) -> Report:
    subject = subjects.found_by(reporter, kind, str(name))
    return reports.file_report(reporter=reporter, subject=subject, category=category, **more)


def case_about(reporter: User, kind: str, name: object, **more) -> Case:
    return report(reporter, kind, name, **more).case


def moderator(handle: str) -> User:
    person = factories.person(handle, is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="moderate"))
    return User.objects.get(pk=person.pk)
