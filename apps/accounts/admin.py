"""People, and who may become one, for those who run the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts import closing, joining, revoking, suspending
from apps.accounts.models import JoinCode, JoinRequest, SiteSettings, User

# The same door for everybody: with its rate limits, and closed to demo people from elsewhere.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Who is in and who is out changes by actions, which end sessions and open sockets too."""

    list_display = ["handle", "name", "joined_at", "is_active", "suspended_at", "closed_at", "is_staff"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["handle", "name"]
    fields = [
        "handle",
        "name",
        "bio",
        "location",
        "link",
        "is_active",
        "suspended_at",
        "closed_at",
        "is_staff",
        "is_superuser",
        "joined_at",
        "last_login",
    ]
    readonly_fields = ["is_active", "suspended_at", "closed_at", "joined_at", "last_login"]
    actions = ["suspend", "reinstate", "log_out_everywhere"]

    def delete_model(self, request: HttpRequest, person: User) -> None:
        closing.delete_account(person=person)

    def delete_queryset(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            closing.delete_account(person=person)

    @admin.action(description=_("Suspend"), permissions=["change"])
    def suspend(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people.exclude(pk=request.user.pk or 0):
            suspending.suspend(person=person)

    @admin.action(description=_("Take the suspension back"), permissions=["change"])
    def reinstate(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            suspending.reinstate(person=person)

    @admin.action(description=_("Log out everywhere"), permissions=["change"])
    def log_out_everywhere(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            revoking.revoke(person=person, reason=revoking.Reason.LOGGED_OUT)


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):
    """One row; until it is made, SIGN_UP counts."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def save_model(self, request: HttpRequest, obj: SiteSettings, form: object, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)


@admin.register(JoinRequest)
class JoinRequestAdmin(admin.ModelAdmin):
    list_display = ["person", "reason", "asked_at", "approved_at", "approved_by"]
    list_filter = [("approved_at", admin.EmptyFieldListFilter)]
    readonly_fields = ["person", "reason", "asked_at", "approved_at", "approved_by"]
    actions = ["approve", "decline"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description=_("Approve"), permissions=["change"])
    def approve(self, request: HttpRequest, requests: QuerySet[JoinRequest]) -> None:
        for each in requests:
            joining.approve(request=each, by=request.user)  # type: ignore[arg-type]

    @admin.action(description=_("Decline, and delete the account"), permissions=["delete"])
    def decline(self, request: HttpRequest, requests: QuerySet[JoinRequest]) -> None:
        for each in requests:
            joining.decline(request=each)


@admin.register(JoinCode)
class JoinCodeAdmin(admin.ModelAdmin):
    list_display = ["code", "note", "most_uses", "used_count", "expires_at", "revoked_at", "made_by"]
    fields = ["code", "note", "most_uses", "expires_at", "revoked_at"]

    def save_model(self, request: HttpRequest, obj: JoinCode, form: object, change: bool) -> None:
        if not change:
            obj.made_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
