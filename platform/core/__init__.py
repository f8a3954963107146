"""What every house has: its own accounts, audit trail, papers, notifications and mail, and the look of the pages."""
