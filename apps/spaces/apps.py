from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "apps.spaces"

    def ready(self) -> None:
        from apps.core import announce, belongings, cards
        from apps.notifications import sights
        from apps.spaces import exporting, telling
        from apps.spaces.cards import draw, draw_invites
        from apps.spaces.departing import leave_all_spaces, part

        cards.register("/spaces/", draw)
        cards.register("/i/", draw_invites)
        sights.register("/spaces/", telling.is_open)
        for gone in (announce.account_suspended, announce.account_closed):
            gone.subscribe(leave_all_spaces)
        announce.person_blocked.subscribe(part)
        belongings.register("spaces_hosted", exporting.hosted_by)
        belongings.register("spaces_visited", exporting.visited_by)
