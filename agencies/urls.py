from django.urls import path

from agencies import views, wording_views

app_name = "agencies"

urlpatterns = [
    path("desk/agencies/", views.agency_list, name="agency-list"),
    path("desk/agencies/new/", views.agency_create, name="agency-create"),
    path("desk/agencies/<str:code>/", views.agency_detail, name="agency-detail"),
    path("desk/agencies/<str:code>/edit/", views.agency_edit, name="agency-edit"),
    path(
        "desk/agencies/<str:code>/members/new/",
        views.membership_propose,
        name="membership-propose",
    ),
    path("desk/agencies/<str:code>/people/", views.person_list, name="person-list"),
    path("desk/agencies/<str:code>/people/new/", views.person_create, name="person-create"),
    path("desk/agencies/<str:code>/wordings/", wording_views.wording_list, name="wording-list"),
    path(
        "desk/agencies/<str:code>/wordings/<slug:kind>/",
        wording_views.wording_edit,
        name="wording-edit",
    ),
    path(
        "desk/agencies/<str:code>/wordings/<slug:kind>/reset/",
        wording_views.wording_reset,
        name="wording-reset",
    ),
    path("desk/memberships/<slug:public_id>/end/", views.membership_end, name="membership-end"),
    path("desk/switch/", views.switch, name="switch"),
    path("desk/holidays/", views.holiday_list, name="holiday-list"),
    path("desk/holidays/new/", views.holiday_edit, name="holiday-create"),
    path("desk/holidays/<int:pk>/", views.holiday_edit, name="holiday-edit"),
]
