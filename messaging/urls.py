from django.urls import path

from messaging import views

app_name = "messaging"

urlpatterns = [
    path("notices/", views.notice_list, name="notice-list"),
    path("notices/<slug:public_id>/read/", views.notice_read, name="notice-read"),
    path("jobs/<slug:public_id>/", views.job_detail, name="job-detail"),
    path("jobs/<slug:public_id>/cancel/", views.job_cancel, name="job-cancel"),
    path("jobs/<slug:public_id>/result/", views.job_result, name="job-result"),
    path("desk/outbox/", views.outbox, name="outbox"),
]
