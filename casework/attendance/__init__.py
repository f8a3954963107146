"""Who was there on which day, and why not: the marks that decide about a person's benefit.

A month is filled day by day, submitted, approved, and from then on the database itself refuses changes. Every mark
keeps its earlier values and their authors.
"""
