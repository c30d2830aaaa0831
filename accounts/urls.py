from django.urls import path

from accounts import views
from accounts.profile_urls import urlpatterns as profile_urls

app_name = "accounts"

urlpatterns = [
    *profile_urls,
    path("desk/requests/", views.request_list, name="request-list"),
    path("desk/requests/<slug:public_id>/", views.request_detail, name="request-detail"),
    path("desk/requests/<slug:public_id>/approve/", views.request_approve, name="request-approve"),
    path("desk/requests/<slug:public_id>/refuse/", views.request_refuse, name="request-refuse"),
    path(
        "desk/requests/<slug:public_id>/withdraw/", views.request_withdraw, name="request-withdraw"
    ),
]
