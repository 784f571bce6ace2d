from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "apps.notifications"

    def ready(self) -> None:
        from apps.core import announce, belongings
        from apps.notifications import delivering, exporting, following

        announce.person_followed.subscribe(following.tell_of_follow)
        announce.follow_requested.subscribe(following.tell_of_request)
        announce.follow_accepted.subscribe(following.tell_of_acceptance)
        announce.log_in_ended.subscribe(delivering.part_with_dead_log_ins)
        belongings.register("notification_settings", exporting.preferences_of)
        belongings.register("notifications", exporting.notifications_of)
