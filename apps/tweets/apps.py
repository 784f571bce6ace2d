from django.apps import AppConfig


class TweetsConfig(AppConfig):
    name = "apps.tweets"

    def ready(self) -> None:
        from apps.core import belongings
        from apps.tweets import counting, exporting, pictures

        belongings.register("tweets", exporting.tweets_of)
        belongings.register("likes", exporting.likes_of)
        belongings.register("retweets", exporting.retweets_of)
        belongings.register("bookmarks", exporting.bookmarks_of)
        belongings.register("votes", exporting.votes_of)
        belongings.register("drafts", exporting.drafts_of)
        belongings.register_files(pictures.files_of)
        belongings.register_parting(counting.count_without)
