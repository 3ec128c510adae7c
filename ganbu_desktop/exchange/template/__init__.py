"""Templates of an office's own (.docx, .xlsx): judged like any file from outside, then filled; they run nothing."""

from ganbu_desktop.exchange.template.filling import Judged, fill_template, judge, judge_isolated
from ganbu_desktop.exchange.template.marks import Known, Problem

__all__ = ["Judged", "Known", "Problem", "fill_template", "judge", "judge_isolated"]
