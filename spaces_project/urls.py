"""Every address of a page. Apps that stand later in the ladder come later here too."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from apps.realtime.views import knock
from apps.spaces.invite_views import invite
from apps.spaces.live.views import inside

handler429 = "apps.core.faults.too_many_tries"  # asked for by allauth
handler500 = "apps.core.faults.server_error"

urlpatterns = [
    path("", include("apps.accounts.urls")),
    path("", include("apps.clips.urls")),
    path("", include("apps.tweets.urls")),
    path("", include("apps.lists.urls")),
    path("spaces/", include("apps.spaces.urls")),
    path("i/<slug:token>/", invite, name="invite"),
    path("settings/language/", require_POST(set_language), name="language"),
    path("admin/", admin.site.urls),
    path("live/spaces/<int:space_id>/inside/", inside, name="space_inside"),
    re_path("^live/", knock, name="knock"),
    path("", include("apps.graph.urls")),
    path("", include("apps.notifications.urls")),
    path("", include("apps.fleets.urls")),
    path("", include("apps.dms.urls")),
    path("", include("apps.moderation.urls")),
    path("", include("apps.home.urls")),
]
