"""E-mail for people without an account: asked for, confirmed, ended. Only the mail has the link."""

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from positions import subscription_workflow as workflow
from positions.change_forms import SubscribeForm
from positions.models import Opening, Subscription


@login_not_required
@require_http_methods(["GET", "POST"])
def subscribe(request):
    """Leave an address; the same answer whether or not it was known."""
    opening = _opening(request)
    form = SubscribeForm(request.POST or None, opening=opening)
    if request.method == "POST" and form.is_valid():
        if refused := consume_or_429(request, action="subscribe"):
            return refused
        workflow.subscribe(opening=opening, **form.cleaned_data)
        sent = form.cleaned_data["email"]
        return render(request, "positions/subscribe_sent.html", {"opening": opening, "email": sent})
    return render(request, "positions/subscribe.html", {"opening": opening, "form": form})


def _opening(request) -> Opening | None:
    code = request.GET.get("opening")
    rows = Opening.objects.visible_to(request.user).public()
    return get_object_or_404(rows, code=code) if code else None


@login_not_required
@require_http_methods(["GET", "POST"])
def subscription(request, public_id):
    """What the address hears of; the button confirms it."""
    row = _subscription(request, public_id)
    if request.method == "POST":
        workflow.confirm(row)
        messages.success(
            request, _("Đã xác nhận. Thư sẽ gửi đến %(email)s.") % {"email": row.email}
        )
        return redirect("positions:subscription", row.public_id)
    return render(request, "positions/subscription.html", {"row": row})


# A mail program presses the button for its reader (RFC 8058) and knows no token of ours: the
# address itself is the secret, and all it can do is end the mails.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def leave(request, public_id):
    """One button; a second press finds nothing and says so kindly."""
    row = Subscription.objects.visible_to(request.user).filter(public_id=public_id).first()
    if request.method == "GET":
        status = 200 if row else 404
        return render(request, "positions/subscription_leave.html", {"row": row}, status=status)
    if row:
        workflow.leave(row)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return HttpResponse(status=204)
    return render(request, "positions/subscription_leave.html", {"row": None, "left": True})


def _subscription(request, public_id) -> Subscription:
    rows = Subscription.objects.visible_to(request.user).select_related("opening", "province")
    return get_object_or_404(rows, public_id=public_id)
