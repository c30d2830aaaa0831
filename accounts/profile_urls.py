from django.urls import path

from accounts.profile_views import profile

urlpatterns = [path("accounts/profile/", profile, name="profile")]
