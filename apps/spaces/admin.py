from django.contrib import admin

from apps.spaces.models import Seat, Space


@admin.register(Space)
class SpaceAdmin(admin.ModelAdmin):
    list_display = ("title", "host", "scheduled_for", "started_at", "ended_at", "listening_count")
    list_filter = ("started_at", "ended_at")
    search_fields = ("title", "host__handle")
    raw_id_fields = ("host",)


@admin.register(Seat)
class SeatAdmin(admin.ModelAdmin):
    list_display = ("space", "person", "role", "joined_at", "spoke_at", "removed_at")
    list_filter = ("role",)
    search_fields = ("space__title", "person__handle")
    raw_id_fields = ("space", "person")
