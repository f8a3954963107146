"""Ours beside the naive way and beside the near limit, in one run. Ratios count; absolute times are only reported."""
