"""The ground: which houses there are, what keeps them apart, and what is owed to them (the queue of record)."""
