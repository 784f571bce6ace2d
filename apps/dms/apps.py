from django.apps import AppConfig


class DmsConfig(AppConfig):
    name = "apps.dms"

    def ready(self) -> None:
        from apps.core import belongings
        from apps.dms import exporting, pages, waking
        from apps.notifications import sights

        sights.register("/messages/", waking.has_unread)
        sights.register_counter(pages.unread_count)
        belongings.register("messages", exporting.messages_by)
