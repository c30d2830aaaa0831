from django.urls import path

from candidates.views import letters, lists, notices, own, paper, prints, profile, staff, vetting

app_name = "candidates"

urlpatterns = [
    path("me/profile/", profile.profile_edit, name="profile"),
    path("me/profile/file/", profile.profile_file, name="profile-file"),
    path("me/profile/import/", profile.profile_import, name="profile-import"),
    path(
        "me/profile/import/confirm/", profile.profile_import_confirm, name="profile-import-confirm"
    ),
    path("me/data/", own.own_data_file, name="own-data"),
    path("me/erase/", own.own_erasure, name="own-erasure"),
    path("openings/<str:code>/apply/", own.apply, name="apply"),
    path("applications/<slug:public_id>/", own.application, name="application"),
    path("applications/<slug:public_id>/items/", own.item_add, name="item-add"),
    path("applications/<slug:public_id>/submit/", own.application_submit, name="submit"),
    path("applications/<slug:public_id>/withdraw/", own.application_withdraw, name="withdraw"),
    path("applications/<slug:public_id>/supplement/", own.supplement_answer, name="supplement"),
    path("applications/<slug:public_id>/objection/", own.objection_file, name="objection"),
    path("applications/<slug:public_id>/receipt/", own.receipt, name="receipt"),
    path("applications/<slug:public_id>/receipt/pdf/", prints.receipt_file, name="receipt-file"),
    path(
        "applications/<slug:public_id>/receipt/proof/", prints.receipt_proof, name="receipt-proof"
    ),
    path("applications/<slug:public_id>/forms/<str:form>/", prints.form_print, name="form-print"),
    path("items/<slug:public_id>/remove/", own.item_remove, name="item-remove"),
    path("items/<slug:public_id>/file/", own.item_file, name="item-file"),
    path("desk/applications/", staff.application_list, name="application-list"),
    path(
        "desk/applications/<slug:public_id>/", vetting.application_detail, name="application-detail"
    ),
    path(
        "desk/applications/<slug:public_id>/supplement/",
        vetting.supplement_ask,
        name="supplement-ask",
    ),
    path(
        "desk/applications/<slug:public_id>/supplement/end/",
        vetting.supplement_end,
        name="supplement-end",
    ),
    path(
        "desk/applications/<slug:public_id>/objection/",
        vetting.objection_answer,
        name="objection-answer",
    ),
    path(
        "desk/applications/<slug:public_id>/contacts/",
        notices.contact_record,
        name="contact-record",
    ),
    path("desk/contacts/<slug:public_id>/void/", notices.contact_void, name="contact-void"),
    path("desk/notices/", notices.untold_list, name="untold-list"),
    path("desk/openings/<str:code>/matrix/", vetting.opening_matrix, name="opening-matrix"),
    path("desk/paper/", paper.paper_list, name="paper-list"),
    path("desk/openings/<str:code>/paper/", paper.paper_new, name="paper-new"),
    path("desk/paper/<slug:public_id>/", paper.paper, name="paper"),
    path("desk/paper/<slug:public_id>/scans/", paper.paper_scan, name="paper-scan"),
    path("desk/paper/<slug:public_id>/compare/", paper.paper_compare, name="paper-compare"),
    path("desk/paper/<slug:public_id>/void/", paper.paper_void, name="paper-void"),
    path("desk/paper/items/<slug:public_id>/file/", paper.paper_file, name="paper-file"),
    path("desk/applications/<slug:public_id>/receipt/", paper.desk_receipt, name="desk-receipt"),
    path("desk/checks/", vetting.check_list, name="check-list"),
    path("desk/checks/<int:pk>/confirm/", vetting.check_confirm, name="check-confirm"),
    path("desk/checks/<int:pk>/return/", vetting.check_return, name="check-return"),
    path("desk/items/<slug:public_id>/file/", staff.desk_item_file, name="desk-item-file"),
    path("desk/items/<slug:public_id>/compare/", vetting.item_compare, name="item-compare"),
    path("desk/campaigns/<str:code>/list/", lists.list_detail, name="list-detail"),
    path("desk/campaigns/<str:code>/list/people/", lists.list_people, name="list-people"),
    path("desk/campaigns/<str:code>/list/paper/", lists.list_paper, name="list-paper"),
    path("lists/<str:code>/", lists.list_public, name="list-public"),
    path("desk/openings/<str:code>/shortfall/", lists.shortfall, name="shortfall"),
    path("desk/campaigns/<str:code>/list/close/", lists.list_close, name="list-close"),
    # Letters
    path("letters/new/<str:code>/", letters.letter_new, name="letter-new"),
    path("letters/follow/", letters.letter_follow, name="letter-follow"),
    path("desk/letters/", letters.letter_list, name="letter-list"),
    path("desk/letters/<slug:public_id>/", letters.letter, name="letter"),
    path("desk/letters/<slug:public_id>/sender/", letters.letter_sender, name="letter-sender"),
    path("desk/letters/<slug:public_id>/assign/", letters.letter_assign, name="letter-assign"),
    path(
        "desk/letters/<slug:public_id>/conclude/", letters.letter_conclude, name="letter-conclude"
    ),
    path("desk/letters/<slug:public_id>/dismiss/", letters.letter_dismiss, name="letter-dismiss"),
    path("desk/letters/<slug:public_id>/pass-on/", letters.letter_pass_on, name="letter-pass-on"),
    path("desk/campaigns/<str:code>/letters/new/", letters.letter_enter, name="letter-enter"),
    path(
        "desk/campaigns/<str:code>/letters/readers/", letters.letter_readers, name="letter-readers"
    ),
]
