from django.apps import AppConfig


class FleetsConfig(AppConfig):
    name = "apps.fleets"

    def ready(self) -> None:
        from apps.accounts import picture_line
        from apps.clips import hearing
        from apps.core import belongings, cards
        from apps.fleets import exporting, pictures, services
        from apps.fleets.cards import draw
        from apps.fleets.models import FleetPicture

        cards.register("/fleets/", draw)
        belongings.register("fleets", exporting.fleets_of)
        belongings.register("muted_fleets", exporting.muted_by)
        belongings.register_files(pictures.files_of)
        hearing.register(services.may_hear)
        hearing.register_words(services.note_words)
        picture_line.register(FleetPicture, develop=pictures.develop, settle=pictures.settle)
