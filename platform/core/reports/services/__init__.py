"""What can be done with papers: ask for them, make them, take them away, and set the head that all of them
share."""

from core.reports.services.letterhead import LETTERHEAD_ACTIONS, save_letterhead
from core.reports.services.making import (
    FAILED_NOTICE,
    MAKING_ACTIONS,
    READY_NOTICE,
    expire_reports,
    make_report,
)
from core.reports.services.requests import REQUEST_ACTIONS, delete_report, download_report, request_report

REPORT_ACTIONS = REQUEST_ACTIONS | MAKING_ACTIONS

__all__ = [
    "FAILED_NOTICE",
    "LETTERHEAD_ACTIONS",
    "READY_NOTICE",
    "REPORT_ACTIONS",
    "delete_report",
    "download_report",
    "expire_reports",
    "make_report",
    "request_report",
    "save_letterhead",
]
