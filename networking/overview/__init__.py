"""Statistics: the OWES sees its network in published tables, a centre sees itself beside the network.

Nothing is computed from releases of others here: whatever a page, a chart or a paper tells was published cell by cell,
and what is hidden there does not exist here. Periods, splits and centres are chosen from closed lists.
"""
