from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "apps.lists"

    def ready(self) -> None:
        from apps.core import announce, belongings
        from apps.lists import access, exporting, services
        from apps.notifications import sights

        sights.register("/lists/", access.is_open)
        announce.person_blocked.subscribe(services.keep_apart)
        belongings.register("lists", exporting.lists_of)
