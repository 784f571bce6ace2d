from django.apps import AppConfig


class GraphConfig(AppConfig):
    name = "apps.graph"

    def ready(self) -> None:
        from apps.core import belongings
        from apps.graph import exporting
        from apps.graph.following import topics_of
        from apps.realtime import topics

        topics.provide(topics_of)
        belongings.register("relations", exporting.relations_of)
