from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apps.accounts"

    def ready(self) -> None:
        from apps.accounts import archives, exporting, picture_line, picture_making
        from apps.accounts.models import Picture
        from apps.core import belongings

        belongings.register("account", exporting.account_of)
        belongings.register("log_ins", exporting.log_ins_of)
        picture_line.register(Picture, develop=picture_making.develop, settle=picture_making.settle)
        belongings.register_files(archives.files_of)
        belongings.register_files(exporting.pictures_of)
