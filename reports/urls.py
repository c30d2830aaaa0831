from django.urls import path

from reports.views import past, public, report

app_name = "reports"

urlpatterns = [
    path("statistics/", public.statistics, name="statistics"),
    path("desk/reports/r1/", report.r1_page, name="r1"),
    path("desk/reports/r1/<str:measure>/", report.r1_openings, name="r1-openings"),
    path("desk/reports/past/", past.workbook_list, name="workbook-list"),
    path("desk/reports/past/template/", past.workbook_template, name="workbook-template"),
    path("desk/reports/past/<slug:public_id>/", past.workbook_detail, name="workbook-detail"),
    path(
        "desk/reports/past/<slug:public_id>/faults/",
        past.workbook_faults,
        name="workbook-faults",
    ),
]
