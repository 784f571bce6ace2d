from django.apps import AppConfig


class DmsConfig(AppConfig):
    name = "apps.dms"

    def ready(self) -> None:
        from apps.accounts import picture_line
        from apps.clips import hearing
        from apps.core import announce, belongings
        from apps.dms import exporting, groups, pages, pictures, requests, services, telling, typing, voices
        from apps.dms.models import MessagePicture
        from apps.graph import access
        from apps.notifications import sights
        from apps.realtime import sayings

        sights.register("/messages/", telling.has_unread_of)
        sights.register("/conversations/", telling.has_unread_in_group)
        sights.register_counter(pages.unread_count)
        belongings.register("messages", exporting.messages_by)
        belongings.register("message_reactions", exporting.reactions_by)
        belongings.register("groups", exporting.groups_of)
        belongings.register_files(pictures.files_of)
        belongings.register_parting(groups.part_with)
        picture_line.register(MessagePicture, develop=pictures.develop, settle=pictures.settle)
        announce.person_blocked.subscribe(groups.part)
        announce.person_followed.subscribe(requests.accept_from)
        access.register_writing(services.has_written)
        hearing.register(voices.may_hear)
        hearing.register_words(voices.words_known)
        hearing.register_check(voices.check_may_correct)
        sayings.provide("typing", typing.heard)
