from django.urls import path

from apps.fleets import picture_views, views

urlpatterns = [
    path("fleets/", views.fleets, name="fleets"),
    path("fleets/now/", views.now, name="now"),
    path("fleets/new/", views.new_fleet, name="new_fleet"),
    path("fleets/by/<handle>/", views.fleets_by, name="fleets_by"),
    path("fleets/by/<handle>/mute/", views.mute_fleets, name="mute_fleets"),
    path("fleets/<int:fleet_id>/", views.fleet, name="fleet"),
    path("fleets/<int:fleet_id>/seen/", views.see_fleet, name="see_fleet"),
    path("fleets/<int:fleet_id>/seen-by/", views.fleet_seen_by, name="fleet_seen_by"),
    path("fleets/pictures/", picture_views.send_fleet_picture, name="send_fleet_picture"),
    path("fleets/pictures/<int:fleet_picture_id>/", picture_views.own_fleet_picture, name="own_fleet_picture"),
    path("fleets/pictures/<slug:fleet_picture_key>/<slug:size>.webp", picture_views.fleet_picture, name="fleet_picture"),
    path("settings/muted-fleets/", views.muted_fleets, name="muted_fleets"),
]
