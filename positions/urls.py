from django.urls import path

from positions.views import bulk, changes, public, regulations, staff, subscriptions, timetable

app_name = "positions"

urlpatterns = [
    path("", public.home, name="home"),
    path("openings/<str:code>/", public.opening_public, name="opening-public"),
    path("regulations/", regulations.regulation_list, name="regulation-list"),
    path("regulations/<str:code>/<int:version>/", regulations.regulation, name="regulation"),
    path(
        "regulations/<str:code>/<int:version>/file.json",
        regulations.regulation_file,
        name="regulation-file",
    ),
    path(
        "desk/regulations/<str:code>/<int:version>/draft/",
        regulations.regulation_draft,
        name="regulation-draft",
    ),
    path(
        "desk/regulations/<str:code>/<int:version>/edit/",
        regulations.regulation_edit,
        name="regulation-edit",
    ),
    path(
        "desk/regulations/<str:code>/<int:version>/take-in/",
        regulations.regulation_take_in,
        name="regulation-take-in",
    ),
    path(
        "desk/regulations/<str:code>/<int:version>/propose/",
        regulations.regulation_propose,
        name="regulation-propose",
    ),
    path("announcements/", public.announcement_list, name="announcement-list"),
    path("announcements/<str:code>/", public.campaign_announcements, name="campaign-public"),
    path("desk/openings/", staff.opening_list, name="opening-list"),
    path("desk/openings/template.xlsx", bulk.opening_template, name="opening-template"),
    path("desk/openings/<str:code>/", staff.opening_detail, name="opening-detail"),
    path("desk/openings/<str:code>/edit/", staff.opening_edit, name="opening-edit"),
    path("desk/openings/<str:code>/propose/", staff.opening_propose, name="opening-propose"),
    path("desk/openings/<str:code>/publish/", staff.opening_publish, name="opening-publish"),
    path("desk/openings/<str:code>/timetable/", timetable.timetable, name="opening-timetable"),
    path("desk/openings/<str:code>/changes/new/", changes.change_propose, name="change-propose"),
    path("desk/openings/<str:code>/reopen/", changes.opening_reopen, name="opening-reopen"),
    path("subscriptions/new/", subscriptions.subscribe, name="subscribe"),
    path("subscriptions/<slug:public_id>/", subscriptions.subscription, name="subscription"),
    path("subscriptions/<slug:public_id>/leave/", subscriptions.leave, name="subscription-leave"),
    path("desk/overdue/", timetable.overdue, name="overdue"),
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
