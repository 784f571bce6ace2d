from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "apps.spaces"

    def ready(self) -> None:
        from apps.core import cards
        from apps.spaces.cards import draw

        cards.register("/spaces/", draw)
