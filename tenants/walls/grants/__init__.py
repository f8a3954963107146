"""Every role and what it may do, table by table. A test compares this file with PostgreSQL's catalogue.

Roles (each name is prefixed with the database's, see `tenants.walls.rules.role_name`):

- the *owner* (login) founds and upgrades; held by the ground process alone;
- `ogniwo_app` (login) owns nothing, inherits nothing, reads organisations and domains, and may put on the roles below;
- `house` is the group of all houses: what each of them may do with shared tables, row by row;
- one role per house: everything of its own schema is readable, writes are granted per table;
- `dispatcher`, `statistician`, `publisher`: service roles of the processes that need them.
"""

from tenants.walls.grants.houses import HOUSE_HIDDEN, HOUSE_WRITES
from tenants.walls.grants.policies import FUNCTIONS_SQL, HOUSE_FUNCTIONS, POLICIES, UNFORCED
from tenants.walls.grants.shared import SHARED
from tenants.walls.grants.words import APP, DISPATCHER, GROUP_ROLES, HOUSE, PUBLISHER, STATISTICIAN, Policy

__all__ = [
    "APP",
    "DISPATCHER",
    "FUNCTIONS_SQL",
    "GROUP_ROLES",
    "HOUSE",
    "HOUSE_FUNCTIONS",
    "HOUSE_HIDDEN",
    "HOUSE_WRITES",
    "POLICIES",
    "PUBLISHER",
    "SHARED",
    "STATISTICIAN",
    "UNFORCED",
    "Policy",
]
