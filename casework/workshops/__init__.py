"""Workshops (pracownie) and the groups that work in them, each led by an instructor.

Workshops are a centre's own: building, gardening, postal delivery, catering. A group is where a person is expected on a
day, so attendance sheets are made per group.
"""
