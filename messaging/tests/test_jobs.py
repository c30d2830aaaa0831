from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit import clock
from messaging.jobs import JobCancelled, Result, register, result_file
from messaging.models import Job, Notice
from messaging.workflow import cancel_job, run_due_jobs, run_job, start_job, sweep_results

State = Job.State


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def started(owner, kind, **params):
    return start_job(owner=owner, kind=kind, title="Xuất danh sách", params=params)


def test_a_job_runs_once_and_reports(alice, kind):
    seen = []

    def count(job, report):
        for number in range(1, 4):
            report(number, 3)
            seen.append((job.params["n"], Job.objects.get(pk=job.pk).percent))

    job = started(alice, kind(count), n=7)
    assert (job.state, job.percent) == (State.WAITING, 0)

    run_job(job.pk)
    run_job(job.pk)

    job.refresh_from_db()
    assert seen == [(7, 33), (7, 66), (7, 100)]
    assert (job.state, job.done, job.total, job.percent) == (State.DONE, 3, 3, 100)
    assert Notice.objects.get().text == "Xuất danh sách: Đã xong"


def test_a_job_leaves_a_file_under_its_own_name(alice, kind, data_dir):
    def write(job, report):
        path = result_file(job, "../../danh-sach.csv")
        path.write_text("a;b")
        return Result(message="1 dòng", path=path)

    job = started(alice, kind(write))
    run_job(job.pk)

    job.refresh_from_db()
    assert (job.message, job.result_name) == ("1 dòng", "danh-sach.csv")
    assert (data_dir / "jobs" / job.public_id / "danh-sach.csv").read_text() == "a;b"
    assert job.result_path == f"{job.public_id}/danh-sach.csv"


def test_a_result_outside_the_jobs_folder_is_a_failure(alice, kind, tmp_path):
    job = started(alice, kind(lambda job, report: Result(path=tmp_path / "secret")))

    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.result_path) == (State.FAILED, "")


def test_a_job_that_raises_is_marked_and_its_owner_told(alice, kind):
    def fail(job, report):
        raise ZeroDivisionError

    job = started(alice, kind(fail))
    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.message) == (State.FAILED, "Có lỗi khi chạy. Hãy thử lại.")
    assert Notice.objects.get().text == "Xuất danh sách: Không thành công"


def test_a_waiting_job_is_cancelled_at_once(alice, kind):
    job = started(alice, kind(lambda job, report: pytest.fail("ran")))

    job = cancel_job(job, by=alice)
    run_job(job.pk)

    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_a_running_job_stops_at_its_next_report(alice, kind):
    steps = []

    def work(job, report):
        report(1, 3)
        steps.append(1)
        cancel_job(job, by=alice)
        report(2, 3)
        steps.append(2)

    job = started(alice, kind(work))
    run_job(job.pk)

    job.refresh_from_db()
    assert steps == [1]
    assert (job.state, job.done) == (State.CANCELLED, 1)


def test_report_of_a_job_that_was_closed_meanwhile_stops_it(alice, kind):
    def work(job, report):
        with clock.at(clock.now() + timedelta(minutes=31)):
            run_due_jobs()
        with pytest.raises(JobCancelled):
            report(1, 2)

    job = started(alice, kind(work))
    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.message) == (State.FAILED, "Công việc bị gián đoạn. Hãy chạy lại.")


def test_cancel_is_refused_to_others_and_after_the_end(alice, bob, kind):
    job = started(alice, kind(lambda job, report: None))

    with pytest.raises(PermissionDenied, match="người yêu cầu"):
        cancel_job(job, by=bob)
    run_job(job.pk)
    with pytest.raises(PermissionDenied, match="đã kết thúc"):
        cancel_job(job, by=alice)

    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == (State.DONE, False)


def test_a_job_whose_doorbell_was_lost_is_run_by_tick(alice, kind):
    job = started(alice, kind(lambda job, report: None))
    assert run_due_jobs() == 0

    with clock.at(clock.now() + timedelta(minutes=2)):
        assert run_due_jobs() == 1

    job.refresh_from_db()
    assert job.state == State.DONE


def test_old_result_files_are_removed(alice, kind):
    def write(job, report):
        path = result_file(job, "a.txt")
        path.write_text("x")
        return Result(path=path)

    job = started(alice, kind(write))
    run_job(job.pk)
    assert sweep_results() == 0

    with clock.at(clock.now() + timedelta(days=15)):
        assert sweep_results() == 1

    job.refresh_from_db()
    assert (job.result_path, job.result_url) == ("", "")
    assert not result_file(job, "a.txt").exists()


def test_an_unknown_kind_is_refused(alice):
    with pytest.raises(ValueError, match="Unknown job kind"):
        started(alice, "no.such.kind")


def test_a_kind_is_registered_once(kind):
    name = kind(len)

    register(name, len)
    with pytest.raises(ValueError, match="already registered"):
        register(name, max)


@pytest.mark.parametrize("change", [{"state": "LOST"}, {"state": "DONE"}])
def test_database_refuses_a_state_that_cannot_be(alice, kind, change):
    job = started(alice, kind(len))

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**change)
