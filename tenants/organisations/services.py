"""Changing the map of houses."""

from django.core.cache import cache

from tenants.organisations.models import Organisation
from tenants.organisations.selectors import host_cache_key
from tenants.walls.context import public_context


def forget_hosts(organisation: Organisation) -> None:
    """Make every process look this house's addresses up again, at once."""
    with public_context():
        cache.delete_many([host_cache_key(domain) for domain in organisation.domains.values_list("domain", flat=True)])
