from django.apps import AppConfig


class GraphConfig(AppConfig):
    name = "apps.graph"

    def ready(self) -> None:
        from apps.graph.following import topics_of
        from apps.realtime import topics

        topics.provide(topics_of)
