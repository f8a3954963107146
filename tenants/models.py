"""One label and one line of migrations for the ground; the models live in their slices."""

from tenants.figures.models import Publication, PublishedCell, Receipt, Release
from tenants.jobs.models import CalendarSlot, DispatcherHeartbeat, Job
from tenants.organisations.models import Domain, Network, NetworkMembership, Organisation
from tenants.post.models import Post
from tenants.provisioning.models import FoundingRequest, Snapshot

__all__ = [
    "CalendarSlot",
    "DispatcherHeartbeat",
    "Domain",
    "FoundingRequest",
    "Job",
    "Network",
    "NetworkMembership",
    "Organisation",
    "Post",
    "Publication",
    "PublishedCell",
    "Receipt",
    "Release",
    "Snapshot",
]
