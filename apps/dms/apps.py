from django.apps import AppConfig


class DmsConfig(AppConfig):
    name = "apps.dms"

    def ready(self) -> None:
        from apps.core import belongings
        from apps.dms import exporting

        belongings.register("messages", exporting.messages_by)
