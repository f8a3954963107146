"""One label and one line of migrations for what every house has; the models live in their slices."""

from core.accounts.models import Account, ApiToken, Invitation, Session, TrustedDevice
from core.api.models import KeyedRequest
from core.audit.models import AuditEntry
from core.files.models import StoredFile
from core.imports.models import ImportBatch, ImportFile, ImportMapping, ImportRow
from core.mail.models import Mail
from core.notifications.models import Notification, NotificationPreference
from core.reports.models import Letterhead, Report
from core.sealing.models import HouseKey
from core.submissions.models import Submission

__all__ = [
    "Account",
    "ApiToken",
    "AuditEntry",
    "HouseKey",
    "ImportBatch",
    "ImportFile",
    "ImportMapping",
    "ImportRow",
    "Invitation",
    "KeyedRequest",
    "Letterhead",
    "Mail",
    "Notification",
    "NotificationPreference",
    "Report",
    "Session",
    "StoredFile",
    "Submission",
    "TrustedDevice",
]
