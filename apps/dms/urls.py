from django.urls import path

from apps.dms import fleet_views, views

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/<handle>/", views.conversation, name="conversation"),
    path("messages/<handle>/read/", views.read, name="read_messages"),
    path("fleets/<int:fleet_id>/answer/", fleet_views.answer_fleet, name="answer_fleet"),
    # Any word directly below messages/ may be a handle.
    path("unread/messages/", views.unread, name="unread_messages"),
    path("people/to-message/", views.people, name="message_people"),
]
