"""Pages about the API: keys for machines, and what can be done with them."""

from core.api.views.handbook import description, documentation
from core.api.views.keys import key, key_add, key_revoke, keys

__all__ = ["description", "documentation", "key", "key_add", "key_revoke", "keys"]
