"""People, for those who run the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from apps.accounts.models import User

# The same door for everybody: with its rate limits, and closed to demo people from elsewhere.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["handle", "name", "joined_at", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["handle", "name"]
    fields = ["handle", "name", "bio", "location", "link", "is_active", "is_staff", "is_superuser", "joined_at", "last_login"]
    readonly_fields = ["joined_at", "last_login"]
