"""Functions of a centre's staff. Pure."""

from enum import StrEnum


class StaffFunction(StrEnum):
    """What somebody does in the centre (art. 11 of the Act on social employment names the staff of a CIS)."""

    MANAGER = "manager"
    SOCIAL_WORKER = "social-worker"
    INSTRUCTOR = "vocational-instructor"
    PSYCHOLOGIST = "psychologist"
    JOB_COUNSELLOR = "job-counsellor"
    ACCOUNTANT = "accountant"
    OFFICE = "office"
    OTHER = "other"
