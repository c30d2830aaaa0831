from django.urls import path

from exams.views import letters, marking, own, paper, public, sitting, staff

app_name = "exams"

urlpatterns = [
    path("results/", public.result_list, name="result-list"),
    path("results/<str:code>/", public.result_public, name="result-public"),
    path("applications/<slug:public_id>/result/", own.own_result, name="own-result"),
    path("desk/exams/", staff.exam_list, name="exam-list"),
    path("desk/exams/<str:code>/", staff.exam_detail, name="exam-detail"),
    path("desk/exams/<str:code>/begin/", staff.exam_begin, name="exam-begin"),
    path("desk/exams/<str:code>/round1/", staff.exam_round1, name="exam-round1"),
    path("desk/exams/<str:code>/present/", staff.exam_present, name="exam-present"),
    path(
        "desk/exams/<str:code>/openings/<str:opening>/case/",
        staff.opening_case,
        name="opening-case",
    ),
    path("desk/exams/<str:code>/score/", staff.exam_score, name="exam-score"),
    path("desk/exams/<str:code>/release/", staff.exam_release, name="exam-release"),
    path("desk/exams/<str:code>/proceed/", letters.exam_proceed, name="exam-proceed"),
    path("desk/exams/<str:code>/prepare/", sitting.sitting_prepare, name="sitting-prepare"),
    path("desk/exams/<str:code>/sitting/", sitting.sitting, name="sitting"),
    path("desk/exams/<str:code>/sitting/finish/", sitting.sitting_finish, name="sitting-finish"),
    path("desk/exams/<str:code>/sitting/print/", sitting.sitting_print, name="sitting-print"),
    path("desk/exams/<str:code>/codes/", paper.codes, name="codes"),
    path("desk/exams/<str:code>/codes/make/", paper.codes_make, name="codes-make"),
    path("desk/exams/<str:code>/key/", paper.key_make, name="key-make"),
    path("desk/exams/<str:code>/spare/", paper.spare, name="spare"),
    path("desk/exams/<str:code>/opening/", paper.map_opening, name="map-opening"),
    path("desk/exams/<str:code>/presence/", paper.presence, name="presence"),
    path(
        "desk/presentations/<slug:public_id>/",
        staff.presentation_detail,
        name="presentation-detail",
    ),
    path("desk/presentations/<slug:public_id>/slips/", staff.slip_grid, name="slip-grid"),
    path(
        "desk/presentations/<slug:public_id>/slips/<slug:member_id>/",
        staff.slip_type,
        name="slip-type",
    ),
    path("desk/slips/<slug:public_id>/compare/", staff.slip_compare, name="slip-compare"),
    path("desk/appointments/<slug:public_id>/", staff.appointment, name="appointment"),
    # Marking
    path("desk/marking/", marking.marking_list, name="marking-list"),
    path("desk/exams/<str:code>/marking/", marking.marking_sheet, name="marking-sheet"),
    path("desk/exams/<str:code>/marking/board/", marking.marking_board, name="marking-board"),
    path("desk/exams/<str:code>/marking/draw/", marking.marking_draw, name="marking-draw"),
    path("desk/exams/<str:code>/marking/seal/", marking.marking_seal, name="marking-seal"),
    path("desk/assignments/<slug:public_id>/correct/", marking.mark_correct, name="mark-correct"),
    path("desk/papers/<slug:public_id>/", marking.paper, name="paper"),
    path("desk/papers/<slug:public_id>/third/", marking.paper_third, name="paper-third"),
    path("desk/papers/<slug:public_id>/decide/", marking.paper_decide, name="paper-decide"),
]
