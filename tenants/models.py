"""One label and one line of migrations for the ground; the models live in their slices."""

from tenants.jobs.models import CalendarSlot, DispatcherHeartbeat, Job
from tenants.organisations.models import Domain, Organisation
from tenants.post.models import Post
from tenants.provisioning.models import Snapshot

__all__ = ["CalendarSlot", "DispatcherHeartbeat", "Domain", "Job", "Organisation", "Post", "Snapshot"]
