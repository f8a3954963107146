"""Who may enter. Permissions and roles are code; every view says for whom it is open, and a silent one stays shut."""

from core.access.rules import ENROLMENT, PUBLIC, SIGNED_IN, Permission, Role, declared_by, requires

__all__ = ["ENROLMENT", "PUBLIC", "SIGNED_IN", "Permission", "Role", "declared_by", "requires"]
