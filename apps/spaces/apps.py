from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "apps.spaces"

    def ready(self) -> None:
        from apps.core import cards
        from apps.spaces.cards import draw, draw_invites

        cards.register("/spaces/", draw)
        cards.register("/i/", draw_invites)
