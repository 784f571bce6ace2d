from django.apps import AppConfig


class FleetsConfig(AppConfig):
    name = "apps.fleets"

    def ready(self) -> None:
        from apps.accounts import picture_line
        from apps.core import belongings, cards
        from apps.fleets import exporting, pictures
        from apps.fleets.cards import draw
        from apps.fleets.models import FleetPicture

        cards.register("/fleets/", draw)
        belongings.register("fleets", exporting.fleets_of)
        belongings.register("muted_fleets", exporting.muted_by)
        belongings.register_files(pictures.files_of)
        picture_line.register(FleetPicture, develop=pictures.develop, settle=pictures.settle)
