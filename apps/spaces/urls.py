from django.urls import path

from apps.spaces import invite_views, views

urlpatterns = [
    path("", views.spaces, name="spaces"),
    path("new/", views.new_space, name="new_space"),
    path("captions-consent/", views.captions_consent, name="captions_consent"),
    path("<int:space_id>/", views.space, name="space"),
    path("<int:space_id>/card/", views.card, name="space_card"),
    path("<int:space_id>/captions/", views.captions, name="space_captions"),
    path("<int:space_id>/start/", views.start_space, name="start_space"),
    path("<int:space_id>/announcement/", views.announcement, name="announcement"),
    path("<int:space_id>/share/", invite_views.share_space, name="share_space"),
    path("<int:space_id>/invites/", invite_views.space_invites, name="space_invites"),
    path("<int:space_id>/invites/<int:invite_id>/", invite_views.space_invite, name="space_invite"),
    path("<int:space_id>/invitations/", invite_views.space_invitations, name="space_invitations"),
]
