"""The Celery app and the whole beat schedule."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spaces_project.settings")

TRANSPORT_ALIASES["folder"] = "apps.core.broker:Transport"

app = Celery("linnet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # A Space whose room died with its process is ended here; the row says when it was last alive.
    "end abandoned Spaces": {"task": "apps.spaces.tasks.end_abandoned_spaces", "schedule": 30.0},
    # What a lost message or a killed worker left is made here; what nobody shows any more is deleted.
    "sweep pictures": {"task": "apps.accounts.tasks.sweep_pictures", "schedule": 10.0, "options": {"expires": 10.0}},
    "sweep clips": {"task": "apps.clips.tasks.sweep_clips", "schedule": 10.0, "options": {"expires": 10.0}},
    # What a lost message or a killed worker left is recognised here, if it is not too late; what may be kept no longer is deleted.
    "sweep captions": {"task": "apps.spaces.tasks.sweep_captions", "schedule": 2.0, "options": {"expires": 2.0}},
    # Archives that a lost message left are made, and those that are a week old deleted.
    "sweep archives": {"task": "apps.accounts.tasks.sweep_archives", "schedule": 60.0, "options": {"expires": 60.0}},
    # Accounts that were closed thirty days ago are deleted with all they have.
    "sweep unfinished sign-ups": {
        "task": "apps.accounts.tasks.sweep_unfinished_sign_ups",
        "schedule": 600.0,
        "options": {"expires": 600.0},
    },
    "delete closed accounts": {"task": "apps.accounts.tasks.delete_closed_accounts", "schedule": 3600.0},
    # What was scheduled goes out here; what is due is a question of time, so that a pause loses nothing.
    "post scheduled Tweets": {"task": "apps.tweets.tasks.post_due_drafts", "schedule": 5.0, "options": {"expires": 5.0}},
    # Polls end by the clock; who asked and who voted is told here.
    "tell of polls": {"task": "apps.tweets.tasks.tell_of_polls", "schedule": 15.0, "options": {"expires": 15.0}},
    # Browsers whose quiet hours end, and what a lost message or a killed worker left.
    "sweep pushes": {"task": "apps.notifications.tasks.sweep_pushes", "schedule": 10.0, "options": {"expires": 10.0}},
    # Fleets that were over a month ago are deleted; since their day was over nobody saw them anyway.
    "sweep Fleets": {"task": "apps.fleets.tasks.sweep_fleets", "schedule": 600.0, "options": {"expires": 600.0}},
    # What many people write about of a sudden.
    "count trends": {"task": "apps.tweets.tasks.count_trends", "schedule": 300.0, "options": {"expires": 300.0}},
    # What people wrote and no task came for is looked over here.
    "sweep checks": {"task": "apps.moderation.tasks.sweep_checks", "schedule": 10.0, "options": {"expires": 10.0}},
}
