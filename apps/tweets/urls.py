from django.urls import path

from apps.tweets import views

urlpatterns = [
    path("", views.post_tweet, name="post_tweet"),
    path("<int:tweet_id>/", views.tweet, name="tweet"),
    path("<int:tweet_id>/like/", views.like, name="like"),
]
