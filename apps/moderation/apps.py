from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "apps.moderation"

    def ready(self) -> None:
        from apps.clips import hearing
        from apps.core import written
        from apps.dms import remains
        from apps.moderation import context
        from apps.moderation.checks import asks_first
        from apps.moderation.waiting import wait_for

        hearing.register(context.may_hear)
        remains.register_need(context.needs_message)
        written.subscribe(wait_for)
        written.advise(asks_first)
