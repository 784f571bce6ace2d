"""Rules, for those who run the site. What is reported is decided on the moderators' own pages; the log can only be read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.moderation.log import record
from apps.moderation.models import LogEntry, Rule


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):
    list_display = ["what", "kind", "amount", "outcome", "category", "is_on", "note"]
    list_filter = ["kind", "outcome", "is_on"]
    search_fields = ["what", "note"]
    fields = ["kind", "what", "amount", "outcome", "category", "is_on", "note"]
    actions = None

    def save_model(self, request: HttpRequest, obj: Rule, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record(actor=request.user, action="rule_changed" if change else "rule_made", subject=f"rule {obj.pk}", rule=str(obj))

    def delete_model(self, request: HttpRequest, obj: Rule) -> None:
        record(actor=request.user, action="rule_deleted", subject=f"rule {obj.pk}", rule=str(obj))
        super().delete_model(request, obj)


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):
    list_display = ["number", "at", "actor", "action", "subject"]
    list_filter = ["action"]
    search_fields = ["actor", "subject"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False
