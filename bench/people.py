"""`python -m bench.people PEOPLE SPEAKERS`: migrates DATA_DIR and prints `space id`, then `person id:session key` for each."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spaces_project.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.core import static  # noqa: E402
from apps.spaces import services, stage  # noqa: E402
from bench.log_ins import session_of  # noqa: E402


@transaction.atomic
def make(people: int, speakers: int) -> None:
    users = [User(handle=f"p{i}", name=f"Person {i}", password="!") for i in range(people)]
    User.objects.bulk_create(users)
    space = services.start_space(host=users[0], title="A crowd", announce=False)
    for user in users[1:speakers]:
        seat = services.enter_space(person=user, space=space)
        stage.raise_hand(seat=seat)
        stage.bring_to_stage(seat=seat)
    print(space.pk, *(f"{user.pk}:{session_of(user)}" for user in users))


call_command("migrate", verbosity=0)
static.collect()
make(int(sys.argv[1]), int(sys.argv[2]))
