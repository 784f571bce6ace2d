from django.urls import path

from apps.clips import views

urlpatterns = [
    path("clips/", views.send_clip, name="send_clip"),
    path("clips/<int:clip_id>/", views.own_clip, name="own_clip"),
    path("clips/<int:clip_id>/player/", views.player, name="clip_player"),
    path("clips/<int:clip_id>/words/", views.words, name="clip_words"),
    path("clips/<slug:clip_key>.<slug:sound>", views.sound, name="clip_sound"),
]
