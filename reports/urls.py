from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("desk/reports/r1/", views.r1_page, name="r1"),
]
