from django.urls import path

from positions.views import bulk, public, staff

app_name = "positions"

urlpatterns = [
    path("", public.home, name="home"),
    path("openings/<str:code>/", public.opening_public, name="opening-public"),
    path("announcements/", public.announcement_list, name="announcement-list"),
    path("announcements/<str:code>/", public.campaign_announcements, name="campaign-public"),
    path("desk/openings/", staff.opening_list, name="opening-list"),
    path("desk/openings/template.xlsx", bulk.opening_template, name="opening-template"),
    path("desk/openings/<str:code>/", staff.opening_detail, name="opening-detail"),
    path("desk/openings/<str:code>/edit/", staff.opening_edit, name="opening-edit"),
    path("desk/openings/<str:code>/propose/", staff.opening_propose, name="opening-propose"),
    path("desk/openings/<str:code>/publish/", staff.opening_publish, name="opening-publish"),
    path("desk/campaigns/", staff.campaign_list, name="campaign-list"),
    path("desk/campaigns/new/", staff.campaign_create, name="campaign-create"),
    path("desk/campaigns/<str:code>/", staff.campaign_detail, name="campaign-detail"),
    path("desk/campaigns/<str:code>/openings/new/", staff.opening_create, name="opening-create"),
    path("desk/campaigns/<str:code>/openings/import/", bulk.opening_import, name="opening-import"),
    path(
        "desk/opening-workbooks/<slug:public_id>/",
        bulk.opening_workbook,
        name="opening-workbook",
    ),
    path(
        "desk/opening-workbooks/<slug:public_id>/import/",
        bulk.opening_workbook_import,
        name="opening-workbook-import",
    ),
    path(
        "desk/opening-workbooks/<slug:public_id>/returned/",
        bulk.opening_workbook_returned,
        name="opening-workbook-returned",
    ),
    path("desk/campaigns/<str:code>/duties/new/", staff.duty_create, name="duty-create"),
    path("desk/duties/<slug:public_id>/end/", staff.duty_end, name="duty-end"),
]
