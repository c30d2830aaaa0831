"""A person's own account page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import ProfileForm
from accounts.workflow import edit_profile


@require_http_methods(["GET", "POST"])
def profile(request):
    user = request.user
    form = ProfileForm(
        request.POST or None, initial={"full_name": user.full_name, "phone": user.phone}
    )
    if request.method == "POST" and form.is_valid():
        edit_profile(user, by=user, **form.cleaned_data)
        messages.success(request, _("Đã lưu thông tin tài khoản."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})
