from django.urls import path

from apps.notifications import push_views, views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/mentions/", views.mentions, name="mentions"),
    path("unread/notifications/", views.unread, name="unread_notifications"),
    path("settings/notifications/", views.notification_settings, name="notification_settings"),
    path("push/subscription/", push_views.subscription, name="push_subscription"),
    path("push/renewal/", push_views.renewal, name="push_renewal"),
]
