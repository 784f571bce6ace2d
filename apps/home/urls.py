from django.urls import path

from apps.home import feeds, installing, search_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("sw.js", installing.service_worker, name="service_worker"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("offline/", installing.offline, name="offline"),
    path("around/", views.around, name="around"),
    path("explore/", search_views.explore, name="explore"),
    path("suggestions/", search_views.suggestions, name="suggestions"),
    path("@<handle>/", views.profile, name="profile"),
    path("@<handle>/atom.xml", feeds.profile_feed, name="profile_feed"),
    path("tags/<str:tag>/atom.xml", feeds.hashtag_feed, name="hashtag_feed"),
    path("@<handle>/replies/", views.profile_replies, name="profile_replies"),
    path("@<handle>/media/", views.profile_media, name="profile_media"),
    path("@<handle>/likes/", views.profile_likes, name="profile_likes"),
    path("@<handle>/following/", views.following, name="following"),
    path("@<handle>/followers/", views.followers, name="followers"),
]
