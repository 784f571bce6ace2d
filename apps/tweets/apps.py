from django.apps import AppConfig


class TweetsConfig(AppConfig):
    name = "apps.tweets"

    def ready(self) -> None:
        from apps.accounts import picture_line
        from apps.clips import hearing
        from apps.core import belongings
        from apps.notifications import sights
        from apps.realtime import watching
        from apps.tweets import counting, exporting, picture_making, pictures, saying, telling, watched
        from apps.tweets.models import TweetPicture

        sights.register("/tweets/", telling.is_open)
        belongings.register("tweets", exporting.tweets_of)
        belongings.register("likes", exporting.likes_of)
        belongings.register("retweets", exporting.retweets_of)
        belongings.register("bookmarks", exporting.bookmarks_of)
        belongings.register("votes", exporting.votes_of)
        belongings.register("drafts", exporting.drafts_of)
        belongings.register_files(pictures.files_of)
        picture_line.register(TweetPicture, develop=picture_making.develop, settle=picture_making.settle)
        hearing.register(saying.may_hear)
        hearing.register_words(saying.note_words)
        watching.provide(watching.Source(seen=watched.seen_by, changed=watched.counted_for))
        belongings.register_parting(counting.count_without)
