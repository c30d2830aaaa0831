from django.urls import path

from positions.views import papers, public, staff

app_name = "positions"

urlpatterns = [
    path("", public.home, name="home"),
    path("openings/<str:code>/", public.opening_public, name="opening-public"),
    path("announcements/", public.announcement_list, name="announcement-list"),
    path("announcements/<str:code>/", public.campaign_announcements, name="campaign-public"),
    path("desk/openings/", staff.opening_list, name="opening-list"),
    path("desk/openings/<str:code>/", staff.opening_detail, name="opening-detail"),
    path("desk/openings/<str:code>/edit/", staff.opening_edit, name="opening-edit"),
    path("desk/openings/<str:code>/propose/", staff.opening_propose, name="opening-propose"),
    path("desk/openings/<str:code>/publish/", staff.opening_publish, name="opening-publish"),
    path("desk/campaigns/", staff.campaign_list, name="campaign-list"),
    path("desk/campaigns/new/", staff.campaign_create, name="campaign-create"),
    path("desk/campaigns/<str:code>/", staff.campaign_detail, name="campaign-detail"),
    path("desk/campaigns/<str:code>/openings/new/", staff.opening_create, name="opening-create"),
    path("desk/campaigns/<str:code>/duties/new/", staff.duty_create, name="duty-create"),
    path("desk/duties/<slug:public_id>/end/", staff.duty_end, name="duty-end"),
    path("desk/campaigns/<str:code>/documents/", papers.paper_list, name="paper-list"),
    path(
        "desk/campaigns/<str:code>/documents/<slug:kind>/new/",
        papers.paper_draft,
        name="paper-draft",
    ),
    path("desk/documents/<slug:public_id>/", papers.paper_detail, name="paper-detail"),
    path("desk/documents/<slug:public_id>/record/", papers.paper_record, name="paper-record"),
    path("desk/documents/<slug:public_id>/confirm/", papers.paper_confirm, name="paper-confirm"),
    path("desk/documents/<slug:public_id>/void/", papers.paper_void, name="paper-void"),
    path("desk/documents/<slug:public_id>/file.pdf", papers.paper_pdf, name="paper-pdf"),
    path("desk/documents/<slug:public_id>/file.docx", papers.paper_docx, name="paper-docx"),
    path("desk/documents/<slug:public_id>/scan/", papers.paper_scan, name="paper-scan"),
]
