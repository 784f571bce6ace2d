from django.apps import AppConfig


class ClipsConfig(AppConfig):
    name = "apps.clips"

    def ready(self) -> None:
        from apps.clips import exporting
        from apps.core import belongings

        belongings.register("clips", exporting.clips_of)
        belongings.register_files(exporting.files_of)
