from django.urls import path

from desk import views

app_name = "desk"

urlpatterns = [
    path("desk/", views.home, name="home"),
    path("me/", views.me, name="me"),
    path("desk/log/", views.log, name="log"),
    path("desk/style/", views.style, name="style"),
    path("verify/", views.verify, name="verify"),
    path("privacy/", views.privacy, name="privacy"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
