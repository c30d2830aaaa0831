from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("positions.urls")),
    path("", include("candidates.urls")),
    path("", include("exams.urls")),
    path("", include("reports.urls")),
    path("", include("desk.urls")),
    path("", include("accounts.urls")),
    path("", include("agencies.urls")),
    path("", include("messaging.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
]
