from django.urls import path

from apps.spaces import views

urlpatterns = [
    path("", views.spaces, name="spaces"),
    path("new/", views.new_space, name="new_space"),
    path("now/", views.now, name="now"),
    path("captions-consent/", views.captions_consent, name="captions_consent"),
    path("<int:space_id>/", views.space, name="space"),
    path("<int:space_id>/card/", views.card, name="space_card"),
    path("<int:space_id>/captions/", views.captions, name="space_captions"),
    path("<int:space_id>/start/", views.start_space, name="start_space"),
]
