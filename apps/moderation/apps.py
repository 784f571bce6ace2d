from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "apps.moderation"

    def ready(self) -> None:
        from apps.core import written
        from apps.moderation.checks import asks_first
        from apps.moderation.waiting import wait_for

        written.subscribe(wait_for)
        written.advise(asks_first)
