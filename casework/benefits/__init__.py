"""The benefit (świadczenie integracyjne) of every participant and month, and the premium (art. 15 and 15a).

A month is settled once its attendance is approved. Every amount explains itself: which article, which numbers, step by
step.
"""
