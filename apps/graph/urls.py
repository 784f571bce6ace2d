from django.urls import path

from apps.graph import views

urlpatterns = [
    path("@<handle>/follow/", views.follow, name="follow"),
    path("@<handle>/block/", views.block, name="block"),
]
