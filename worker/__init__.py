"""The hands of the platform: Celery workers, the dispatcher that wakes them, and the ground process.

The truth about every job is a row of `tenants.jobs`; a message only says "look there". So a message may be lost, come
twice or come late, and a process may be killed at any moment: the work is done once, in the right house, or it is
on record why not.
"""
