from django.apps import AppConfig


class TweetsConfig(AppConfig):
    name = "apps.tweets"

    def ready(self) -> None:
        from apps.core import belongings
        from apps.tweets import exporting

        belongings.register("tweets", exporting.tweets_of)
        belongings.register("likes", exporting.likes_of)
