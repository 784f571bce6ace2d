from django.urls import path

from apps.dms import fleet_views, group_views, message_views, side_views, views

_GROUP = "conversations/<int:conversation_id>/"

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/<handle>/", views.conversation, name="conversation"),
    path("messages/<handle>/read/", views.read, name="read_messages"),
    path("fleets/<int:fleet_id>/answer/", fleet_views.answer_fleet, name="answer_fleet"),
    # Any word directly below messages/ may be a handle.
    path("unread/messages/", views.unread, name="unread_messages"),
    path("requests/messages/", views.message_requests, name="message_requests"),
    path("found/messages/", views.find_messages, name="find_messages"),
    path("people/to-message/", views.people, name="message_people"),
    path("new/group/", group_views.new_group, name="new_group"),
    path(_GROUP, views.group, name="group"),
    path(f"{_GROUP}read/", views.read_group, name="read_group"),
    path(f"{_GROUP}accept/", side_views.accept_conversation, name="accept_conversation"),
    path(f"{_GROUP}delete/", side_views.delete_conversation, name="delete_conversation"),
    path(f"{_GROUP}mute/", side_views.mute_conversation, name="mute_conversation"),
    path(f"{_GROUP}about/", group_views.about_group, name="about_group"),
    path(f"{_GROUP}people/", group_views.group_people, name="group_people"),
    path(f"{_GROUP}people/<handle>/", group_views.group_person, name="group_person"),
    path(f"{_GROUP}name/", group_views.group_name, name="group_name"),
    path(f"{_GROUP}picture/", group_views.group_picture, name="group_picture"),
    path(f"{_GROUP}links/", group_views.group_links, name="group_links"),
    path(f"{_GROUP}links/<int:link_id>/", group_views.revoke_group_link, name="revoke_group_link"),
    path(f"{_GROUP}knocks/<int:knock_id>/", group_views.answer_knock, name="answer_knock"),
    path("g/<slug:link_token>/", group_views.group_link, name="group_link"),
    path("said/pictures/", message_views.send_message_picture, name="send_message_picture"),
    path("said/pictures/<int:message_picture_id>/", message_views.own_message_picture, name="own_message_picture"),
    path("said/pictures/<slug:message_picture_key>/<slug:size>.webp", message_views.message_picture, name="message_picture"),
    path("said/<int:message_id>/", message_views.message, name="message"),
    path("said/<int:message_id>/reaction/", message_views.message_reaction, name="message_reaction"),
    path("said/<int:message_id>/delete/", message_views.delete_message, name="delete_message"),
]
