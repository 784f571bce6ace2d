"""Celery's doors into accounts."""

from smtplib import SMTPException

from celery import shared_task
from django.core.mail import EmailMessage

from apps.accounts import archives, closing, joining, mail, picture_line

_again = {"autoretry_for": (SMTPException, OSError), "retry_backoff": 10, "max_retries": 5}


@shared_task(**_again)
def deliver(subject: str, body: str, address: str) -> None:
    EmailMessage(subject, body, to=[address]).send()


@shared_task(**_again)
def send_reset_letters(address: str) -> None:
    mail.send_reset_letters(address)


@shared_task
def make_archive(archive_id: int) -> None:
    archives.make_archive(archive_id)


@shared_task
def sweep_archives() -> None:
    archives.sweep()


@shared_task
def delete_closed_accounts() -> None:
    closing.delete_closed_accounts()


@shared_task
def sweep_unfinished_sign_ups() -> None:
    joining.sweep_unfinished()


@shared_task
def make_pictures() -> None:
    """Sent for every picture. It says that something waits, not what: the oldest comes first."""
    if picture_line.make_waiting():
        make_pictures.delay()


@shared_task
def sweep_pictures() -> None:
    if picture_line.sweep():
        make_pictures.delay()
