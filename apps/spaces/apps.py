from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "apps.spaces"

    def ready(self) -> None:
        from apps.core import announce, cards
        from apps.spaces.cards import draw, draw_invites
        from apps.spaces.departing import leave_all_spaces

        cards.register("/spaces/", draw)
        cards.register("/i/", draw_invites)
        for gone in (announce.account_suspended, announce.account_closed):
            gone.subscribe(leave_all_spaces)
