from django.urls import path

from apps.moderation import queue_views, views

urlpatterns = [
    path("report/<slug:kind>/<slug:name>/", views.report, name="report"),
    path("reports/", views.own_reports, name="own_reports"),
    path("reports/<int:report_id>/", views.own_report, name="own_report"),
    path("notices/", views.notices, name="notices"),
    path("notices/<int:decision_id>/", views.notice, name="notice"),
    path("moderation/", queue_views.queue, name="queue"),
    path("moderation/appeals/", queue_views.appeals, name="appeals"),
    path("moderation/appeals/<int:appeal_id>/", queue_views.appeal, name="appeal"),
    path("moderation/trends/<str:tag>/", queue_views.trend, name="moderate_trend"),
    path("moderation/log/", queue_views.log, name="moderation_log"),
    path("moderation/<int:case_id>/", queue_views.case, name="case"),
    path("moderation/<int:case_id>/pictures/<slug:tweet_picture_key>/", queue_views.case_picture, name="case_picture"),
    path("moderation/<int:case_id>/claim/", queue_views.claim, name="claim_case"),
    path("moderation/<int:case_id>/decide/", queue_views.decide, name="decide_case"),
]
