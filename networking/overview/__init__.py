"""The statistics of a network: what the OWES sees, and how a centre stands beside the others. Published cells only."""
