from django.urls import path

from apps.lists import views

urlpatterns = [
    path("lists/", views.own_lists, name="lists"),
    path("lists/new/", views.new_list, name="new_list"),
    path("lists/<int:list_id>/", views.one_list, name="list"),
    path("lists/<int:list_id>/edit/", views.edit_list, name="edit_list"),
    path("lists/<int:list_id>/follow/", views.follow_list, name="follow_list"),
    path("lists/<int:list_id>/members/", views.members, name="list_members"),
    path("lists/<int:list_id>/members/<handle>/", views.member, name="list_member"),
    path("@<handle>/lists/", views.lists_by, name="lists_by"),
    path("@<handle>/listed/", views.listed, name="listed"),
]
