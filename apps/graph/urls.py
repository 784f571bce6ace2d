from django.urls import path

from apps.graph import views

urlpatterns = [
    path("@<handle>/follow/", views.follow, name="follow"),
    path("@<handle>/block/", views.block, name="block"),
    path("@<handle>/mute/", views.mute, name="mute"),
    path("@<handle>/follower/", views.remove_follower, name="remove_follower"),
    path("@<handle>/request/", views.answer_request, name="answer_request"),
    path("follow-requests/", views.follow_requests, name="follow_requests"),
    path("settings/privacy/", views.privacy_settings, name="privacy_settings"),
    path("settings/blocked/", views.blocked_people, name="blocked_people"),
    path("settings/muted/", views.muted_people, name="muted_people"),
    path("settings/muted-words/", views.muted_words, name="muted_words"),
    path("settings/muted-words/<int:muted_word_id>/", views.unmute_words, name="unmute_words"),
]
