"""Founding, upgrading and suspending houses, by the ground process: the only holder of the owner's login.

A house is founded by replaying a snapshot of a template schema in one transaction: killed at any step, nothing is left.
"""
