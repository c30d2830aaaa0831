from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.step_up import step_up
from accounts.tables import Column, Empty, file_of, table, wants_file
from accounts.verdicts import require
from agencies import workflow
from agencies.forms import (
    AgencyFilter,
    AgencyForm,
    HolidayFilter,
    HolidayForm,
    MembershipForm,
    NewAgencyForm,
    PersonFilter,
    PersonForm,
)
from agencies.models import Agency, Holiday, Membership, Person
from agencies.rules import (
    can_add_person,
    can_create_agency,
    can_edit_agency,
    can_edit_calendar,
    can_end_memberships,
    can_manage_members,
    can_word_notices,
    may_be_ended,
)
from audit.queries import history

MOST_CHILDREN = 100
PERSON_COLUMNS = [
    Column(gettext_lazy("Họ và tên"), lambda row: row.full_name, order="sort_key"),
    Column(gettext_lazy("Chức vụ"), lambda row: row.job),
    Column(gettext_lazy("Tài khoản"), lambda row: row.user.email if row.user else _("không")),
]
AGENCY_COLUMNS = [
    Column(
        gettext_lazy("Cơ quan"),
        lambda row: row.name,
        url=lambda row: reverse("agencies:agency-detail", args=[row.code]),
        order="sort_key",
    ),
    Column(gettext_lazy("Mã"), lambda row: row.code, order="code"),
    Column(gettext_lazy("Loại"), lambda row: row.get_kind_display(), order="kind"),
    Column(gettext_lazy("Cơ quan cấp trên"), lambda row: row.parent.name if row.parent else "–"),
    Column(gettext_lazy("Tỉnh, thành phố"), lambda row: row.province.name if row.province else "–"),
    Column(gettext_lazy("Thí điểm"), lambda row: _("có") if row.is_pilot else _("không")),
]


@require_GET
def agency_list(request):
    form = AgencyFilter(request.GET)
    rows = form.apply(Agency.objects.visible_to(request.user)).select_related("province", "parent")
    if wants_file(request):
        return file_of(request, rows, AGENCY_COLUMNS, "co-quan", agency="code")
    empty = Empty(_("Không có cơ quan nào khớp"), _("Hãy bỏ bớt điều kiện lọc."))
    context = {
        "table": table(request, rows, AGENCY_COLUMNS, empty=empty, filter_form=form),
        "create": can_create_agency(request.user),
    }
    return render(request, "agencies/agency_list.html", context)


@require_GET
def agency_detail(request, code):
    agency = _agency(request, code)
    members = Membership.objects.visible_to(request.user).filter(agency=agency)
    members = members.exclude(state=Membership.State.ENDED).select_related("user", "agency")
    end = can_end_memberships(request.user, agency)
    context = {
        "agency": agency,
        "members": [(row, end and may_be_ended(request.user, row)) for row in members],
        "children": Agency.objects.visible_to(request.user).filter(parent=agency)[:MOST_CHILDREN],
        "edit": can_edit_agency(request.user, agency),
        "manage": can_manage_members(request.user, agency),
        "word": can_word_notices(request.user, agency),
        "history": history(agency),
    }
    return render(request, "agencies/agency_detail.html", context)


@require_http_methods(["GET", "POST"])
def agency_create(request):
    require(can_create_agency(request.user))
    form = NewAgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agency = workflow.create_agency(form.save(commit=False), by=request.user)
        messages.success(request, _("Đã thêm cơ quan."))
        return redirect("agencies:agency-detail", agency.code)
    return render(request, "agencies/agency_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def agency_edit(request, code):
    agency = _agency(request, code)
    require(can_edit_agency(request.user, agency))
    form = AgencyForm(request.POST or None, instance=agency)
    if request.method == "POST" and form.is_valid():
        workflow.edit_agency(agency, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu thông tin cơ quan."))
        return redirect("agencies:agency-detail", agency.code)
    return render(request, "agencies/agency_form.html", {"form": form, "agency": agency})


@require_GET
def person_list(request, code):
    agency = _agency(request, code)
    form = PersonFilter(request.GET)
    rows = form.apply(Person.objects.visible_to(request.user).filter(agency=agency))
    rows = rows.select_related("user")
    if wants_file(request):
        return file_of(request, rows, PERSON_COLUMNS, "nguoi", agency="agency__code")
    empty = Empty(_("Chưa có người nào"), _("Thêm người để cử vào hội đồng, ban của đợt thi."))
    context = {
        "agency": agency,
        "table": table(request, rows, PERSON_COLUMNS, empty=empty, filter_form=form),
        "add": can_add_person(request.user, agency),
    }
    return render(request, "agencies/person_list.html", context)


@require_http_methods(["GET", "POST"])
def person_create(request, code):
    agency = _agency(request, code)
    require(can_add_person(request.user, agency))
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        person.agency, person.user = agency, form.cleaned_data["email"]
        workflow.create_person(person, by=request.user)
        messages.success(request, _("Đã thêm người."))
        return redirect("agencies:person-list", agency.code)
    return render(request, "agencies/person_form.html", {"form": form, "agency": agency})


@require_http_methods(["GET", "POST"])
@step_up
def membership_propose(request, code):
    agency = _agency(request, code)
    require(can_manage_members(request.user, agency))
    form = MembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workflow.propose_membership(
            form.member, agency=agency, role=form.cleaned_data["role"], by=request.user
        )
        messages.success(request, _("Đã đề nghị. Vai trò có hiệu lực khi người thứ hai đồng ý."))
        return redirect("agencies:agency-detail", agency.code)
    return render(request, "agencies/membership_form.html", {"form": form, "agency": agency})


@require_POST
@step_up
def membership_end(request, public_id):
    rows = Membership.objects.visible_to(request.user).select_related("agency")
    membership = get_object_or_404(rows, public_id=public_id)
    workflow.end_membership(membership, by=request.user)
    messages.success(request, _("Đã thôi vai trò."))
    return redirect("agencies:agency-detail", membership.agency.code)


@require_POST
def switch(request):
    rows = Membership.objects.visible_to(request.user).current().filter(user=request.user)
    membership = get_object_or_404(rows, public_id=request.POST.get("membership", ""))
    request.session["membership"] = membership.public_id
    return HttpResponseRedirect(reverse("desk:home"))


@require_GET
def holiday_list(request):
    edit, form = can_edit_calendar(request.user), HolidayFilter(request.GET)
    rows = form.apply(Holiday.objects.order_by("-day"))
    columns = _holiday_columns(can_edit=bool(edit))
    if wants_file(request):
        return file_of(request, rows, columns, "ngay-lam-viec")
    empty = Empty(_("Chưa có ngày nào trong năm này"), _("Hạn trong năm này chỉ là dự kiến."))
    context = {"table": table(request, rows, columns, empty=empty, filter_form=form), "edit": edit}
    return render(request, "agencies/holiday_list.html", context)


def _holiday_columns(*, can_edit: bool) -> list[Column]:
    return [
        Column(
            gettext_lazy("Ngày"),
            lambda row: row.day,
            url=_holiday_url if can_edit else None,
            order="day",
        ),
        Column(gettext_lazy("Loại"), lambda row: row.get_kind_display(), order="kind"),
        Column(gettext_lazy("Tên"), lambda row: row.name),
        Column(gettext_lazy("Căn cứ"), lambda row: row.basis),
        Column(
            gettext_lazy("Hiệu lực"),
            lambda row: _("dự kiến") if row.is_guess else _("chính thức"),
            tone=lambda row: "warning" if row.is_guess else "success",
        ),
    ]


def _holiday_url(holiday: Holiday) -> str:
    return reverse("agencies:holiday-edit", args=[holiday.pk])


@require_http_methods(["GET", "POST"])
def holiday_edit(request, pk=None):
    require(can_edit_calendar(request.user))
    holiday = get_object_or_404(Holiday, pk=pk) if pk else None
    form = HolidayForm(request.POST or None, instance=holiday)
    if request.method == "POST" and form.is_valid():
        workflow.save_holiday(form.save(commit=False), by=request.user)
        messages.success(request, _("Đã lưu ngày. Hạn tính theo ngày làm việc dùng ngay lịch mới."))
        return redirect("agencies:holiday-list")
    return render(request, "agencies/holiday_form.html", {"form": form, "holiday": holiday})


def _agency(request, code) -> Agency:
    rows = Agency.objects.visible_to(request.user).select_related("parent", "province", "successor")
    return get_object_or_404(rows, code=code)
