"""Running reports: generating, keeping, handing up. A run is written once and never by hand.

Generating is final (undo does not take it back): what was handed up must be found again, with its fingerprint.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ganbu_desktop.foundation.errors import CheckFailed, DataFileError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.report.content import fingerprint, pack, unpack
from ganbu_desktop.kernel.report.spec import Period, Report, ReportSpec
from ganbu_desktop.kernel.spine.report_run import ReportRun
from ganbu_desktop.store.operations import FINAL, read_blob

GENERATE, SUBMIT = "reports.generate", "reports.submit"
_KINDS = {"month": "月", "quarter": "季度", "year": "年"}


@dataclass(frozen=True)
class Generated:
    """A report and the run that keeps it."""

    report: Report
    run: ReportRun


def generate(
    office: Office,
    spec: ReportSpec,
    period: Period,
    *,
    progress: Progress | None = None,
) -> Generated:
    """Work the report out and record the run; the same records and rules give the same ``content_hash``.

    CheckFailed for a kind of period that the report does not take; Cancelled from ``progress`` leaves nothing behind.
    """
    office.require(GENERATE)
    check_period(spec, period)
    watch = progress or SilentProgress()
    watch.step(0, 3, f"汇总“{spec.title}”的数据")
    report = spec.compute(office, period.on(office.today()))
    watch.step(1, 3, "计算数据指纹")
    versions = [f"{name}：{version}" for name, version in sorted(report.rule_versions.items())]
    content_hash = fingerprint(spec.name, period.text, report)
    content = pack(report)
    watch.step(2, 3, "登记这次生成")
    title = f"生成报表：{spec.title}（{period.chinese()}）"
    with office.operation(title, right=GENERATE, kind=FINAL) as current:
        run = ReportRun(
            report=spec.name,
            title=spec.title,
            period=period.text,
            rule_versions="\n".join(versions) or None,
            content_hash=content_hash,
            blob=current.put_blob(content),
            generated_by=office.account.name,
            generated_at=office.clock().isoformat(timespec="seconds"),
        )
        current.insert(run)
    watch.step(3, 3, "已生成")
    return Generated(report.signed(office, period.last), run)


def check_period(spec: ReportSpec, period: Period) -> None:
    """CheckFailed with a sentence when the report is not made for such periods."""
    if period.kind not in spec.periods:
        kinds = "、".join(_KINDS[kind] for kind in spec.periods)
        raise CheckFailed(f"“{spec.title}”按{kinds}生成，不能按“{period.chinese()}”生成；没有生成报表")


def find_runs(office: Office, name: str | None = None, period: str | None = None) -> list[ReportRun]:
    """Return the runs of a report, of a period (as ``Period.text`` writes it), the newest first."""
    at = ReportRun.table.c
    conditions = [column == wanted for column, wanted in ((at.report, name), (at.period, period)) if wanted is not None]
    return sorted(office.find(ReportRun, *conditions), key=lambda run: (run.generated_at, run.id), reverse=True)


def content_of(office: Office, run: ReportRun) -> Report:
    """Return the report as the run kept it; DataFileError when it no longer bears its own fingerprint."""
    with office.reading() as connection:
        report = unpack(read_blob(connection, run.blob))
    if fingerprint(run.report, run.period, report) != run.content_hash:
        raise DataFileError(
            f"“{run.title}”（{run.period}）保存的内容与登记的数据指纹不符，没有打开。数据没有改动，请核对数据文件或从备份恢复。"
        )
    return report.signed(office, Period.parse(run.period).last, datetime.fromisoformat(run.generated_at).date())


def submit(office: Office, run: ReportRun, *, on: PartialDate, to: str, by: str) -> ReportRun:
    """Record that a run was handed up: the day, the receiving body and who handed it in."""
    if not to.strip() or not by.strip():
        raise CheckFailed("请写明报送单位和报送人；没有登记报送")
    _check_day(office, on, PartialDate.parse(run.generated_at[:10]), "报送日期", "生成日期")
    with office.operation(f"登记报送：{run.title}（{run.period}）", right=SUBMIT) as current:
        standing = current.get(ReportRun, run.id)
        if standing.acknowledged_on is not None:
            raise CheckFailed("这次报表已经签收，报送情况不能再改；数据未改动")
        return current.change(standing, submitted_on=on, submitted_to=to.strip(), submitted_by=by.strip())


def acknowledge(office: Office, run: ReportRun, *, on: PartialDate, by: str) -> ReportRun:
    """Record that the receiving body signed for a run."""
    if not by.strip():
        raise CheckFailed("请写明签收人；没有登记签收")
    with office.operation(f"登记签收：{run.title}（{run.period}）", right=SUBMIT) as current:
        standing = current.get(ReportRun, run.id)
        if standing.submitted_on is None:
            raise CheckFailed("这次报表还没有登记报送，请先登记报送；没有登记签收")
        _check_day(office, on, standing.submitted_on, "签收日期", "报送日期")
        return current.change(standing, acknowledged_on=on, acknowledged_by=by.strip())


def _check_day(office: Office, day: PartialDate, earliest: PartialDate, name: str, earlier: str) -> None:
    if day.day is None:
        raise CheckFailed(f"{name}要写到日，如 2026.04.03；没有登记")
    if day > PartialDate.of(office.today()):
        raise CheckFailed(f"{name}不能晚于今天；没有登记")
    if day < earliest:
        raise CheckFailed(f"{name}不能早于{earlier} {earliest}；没有登记")
