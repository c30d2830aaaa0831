"""Ways to spoil several cells of the small workbook; each returns the cells to be named."""

from datetime import date

from reports.tests import workbooks


def two_parents(rows):
    rows["agencies"][0]["parent_code"] = "BO-X.V1"
    return ["agencies!E2", "agencies!E3"]


def a_long_cycle_and_one_below_it(rows):
    for code, parent in (("C1", "C2"), ("C2", "C3"), ("C3", "C1"), ("C4", "C1")):
        rows["agencies"].append(workbooks.agency(code, code, "central", parent_code=parent))
    return ["agencies!E6", "agencies!E7", "agencies!E8"]


def the_middle_of_a_line_is_at_fault(rows):
    """The day itself and every day after it that now stands before it."""
    rows["openings"][0]["announced_on"] = date(2018, 4, 30)
    return ["openings!I2", "openings!J2", "openings!K2"]


def a_post_put_off_after_all(rows):
    rows["openings"][1]["outcome"] = "POSTPONED"
    return ["openings!M3", "candidates!N8", "candidates!N9"]


def faults_in_three_sheets(rows):
    rows["candidates"][10]["gender"] = "?"
    rows["openings"][4]["seats"] = 0
    rows["agencies"][0]["pilot"] = "?"
    return ["agencies!F2", "openings!F6", "candidates!E12"]


def a_wrong_code_is_not_held_against_those_who_name_it(rows):
    rows["agencies"][1]["code"] = "SAI MÃ"
    return ["agencies!A3"]


def the_only_selected_one_is_unreadable(rows):
    rows["candidates"][0]["result"] = "SELECTD"
    return ["candidates!N2"]


def the_only_selected_one_stands_under_another_post(rows):
    rows["candidates"][0]["opening_code"] = "P-1"
    return ["candidates!A2"]


def two_faults_in_one_row(rows):
    rows["candidates"][1] |= {"birth_on": "x", "written_score": "x"}
    return ["candidates!D3", "candidates!L3"]


def a_repeated_code_among_openings_keeps_its_candidates(rows):
    rows["openings"][2]["code"] = "P2"
    return ["openings!A4"]


def the_date_of_announcement_is_at_fault(rows):
    rows["openings"][0]["announced_on"] = "30/02/2018"
    return ["openings!H2"]


def everybody_of_a_filled_post_is_gone(rows):
    rows["candidates"] = [row for row in rows["candidates"] if row["opening_code"] != "P2"]
    return ["openings!M3"]


def a_repeated_code_before_the_row_that_had_it(rows):
    posts = rows["openings"]
    rows["openings"] = [posts[3], posts[0], posts[1], posts[2], posts[4]]
    rows["openings"][0]["code"] = "P1"
    return ["openings!A3"]


def a_lost_code_beside_one_that_never_was(rows):
    rows["openings"][0]["code"] = None
    rows["candidates"][8]["opening_code"] = "NOPE"
    return ["openings!A2", "candidates!A10"]


def a_row_repeated_whole_beside_an_unknown_agency(rows):
    rows["agencies"].append(dict(rows["agencies"][0]))
    rows["openings"][1]["agency_code"] = "NOPE"
    return ["agencies!A6", "openings!B3"]


def a_topmost_agency_of_the_wrong_kind(rows):
    rows["agencies"][0]["kind"] = "local"
    return ["agencies!D2"]


def a_wrong_parent_is_not_held_against_the_child(rows):
    rows["agencies"][1]["parent_code"] = "TINH-Y"
    child = workbooks.agency("BO-X.V1.P", "Phòng", "central", parent_code="BO-X.V1")
    rows["agencies"].append(child)
    return ["agencies!C3"]


def a_fault_elsewhere_hides_no_other(rows):
    rows["openings"][2]["outcome"] = "FILLED"
    rows["candidates"][8]["ethnicity_code"] = "99"
    rows["openings"][0]["recognised_on"] = "31/02/2018"
    rows["candidates"][0]["appointed_on"] = date(2018, 1, 1)
    return ["openings!L2", "openings!M4", "candidates!O2", "candidates!F10"]


def a_line_of_agencies_too_long_to_be_kept(rows):
    codes = [f"{place:02}" + "X" * 38 for place in range(12)]
    for parent, code in zip([None, *codes], codes, strict=False):
        rows["agencies"].append(workbooks.agency(code, code, "central", parent_code=parent))
    return ["agencies!E16"]


MANY_CELLS = [
    a_repeated_code_before_the_row_that_had_it,
    a_lost_code_beside_one_that_never_was,
    a_row_repeated_whole_beside_an_unknown_agency,
    a_topmost_agency_of_the_wrong_kind,
    a_wrong_parent_is_not_held_against_the_child,
    a_fault_elsewhere_hides_no_other,
    a_line_of_agencies_too_long_to_be_kept,
    two_parents,
    a_long_cycle_and_one_below_it,
    the_middle_of_a_line_is_at_fault,
    a_post_put_off_after_all,
    faults_in_three_sheets,
    a_wrong_code_is_not_held_against_those_who_name_it,
    the_only_selected_one_is_unreadable,
    the_only_selected_one_stands_under_another_post,
    two_faults_in_one_row,
    a_repeated_code_among_openings_keeps_its_candidates,
    the_date_of_announcement_is_at_fault,
    everybody_of_a_filled_post_is_gone,
]
