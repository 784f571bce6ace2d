from django.urls import path

from apps.tweets import draft_views, embedding, picture_views, views

urlpatterns = [
    path("tweets/", views.post_tweet, name="post_tweet"),
    path("tweets/new/", views.new_tweet, name="new_tweet"),
    path("tweets/<int:tweet_id>/", views.tweet, name="tweet"),
    path("tweets/<int:tweet_id>/reply/", views.write_reply, name="write_reply"),
    path("tweets/<int:tweet_id>/quote/", views.write_quote, name="write_quote"),
    path("tweets/<int:tweet_id>/edit/", views.edit, name="edit_tweet"),
    path("tweets/<int:tweet_id>/versions/", views.versions, name="tweet_versions"),
    path("tweets/<int:tweet_id>/vote/", views.vote, name="vote"),
    path("tweets/<int:tweet_id>/like/", views.like, name="like"),
    path("tweets/<int:tweet_id>/retweet/", views.retweet, name="retweet"),
    path("tweets/<int:tweet_id>/bookmark/", views.bookmark, name="bookmark"),
    path("tweets/<int:tweet_id>/pin/", views.pin, name="pin"),
    path("tweets/<int:tweet_id>/hide/", views.hide, name="hide_reply"),
    path("tweets/pictures/", picture_views.send_picture, name="send_tweet_picture"),
    path("tweets/pictures/<int:tweet_picture_id>/", picture_views.own_tweet_picture, name="own_tweet_picture"),
    path("tweets/pictures/<slug:tweet_picture_key>/<slug:size>.webp", picture_views.tweet_picture, name="tweet_picture"),
    path("oembed", embedding.oembed, name="oembed"),
    path("drafts/", draft_views.own_drafts, name="drafts"),
    path("drafts/<int:draft_id>/", draft_views.draft, name="draft"),
    path("tags/<str:tag>/", views.hashtag, name="hashtag"),
    path("bookmarks/", views.bookmarks, name="bookmarks"),
]
