"""Celery's doors into accounts."""

from smtplib import SMTPException

from celery import shared_task
from django.core.mail import EmailMessage

from apps.accounts import mail

_again = {"autoretry_for": (SMTPException, OSError), "retry_backoff": 10, "max_retries": 5}


@shared_task(**_again)
def deliver(subject: str, body: str, address: str) -> None:
    EmailMessage(subject, body, to=[address]).send()


@shared_task(**_again)
def send_reset_letters(address: str) -> None:
    mail.send_reset_letters(address)
