"""Addresses and bodies of the pages of marking."""

from django.urls import reverse

from tests.written import mark_paper


def url(name, exam):
    return reverse(f"exams:{name}", args=[exam.campaign.code])


def paper_url(name, paper):
    return reverse(f"exams:{name}", args=[paper.public_id])


def correct_url(assignment):
    return reverse("exams:mark-correct", args=[assignment.public_id])


def sheet_body(assignments, *values, act="authorise"):
    pairs = zip(assignments, values, strict=False)
    return {row.public_id: value for row, value in pairs} | {"act": act}


def text_of(response):
    return response.content.decode()


def mark_all(exam, people):
    for paper in exam.papers.live().filter(marks__isnull=True):
        mark_paper(paper, ("72", "80"), people)
