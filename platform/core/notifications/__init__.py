"""What a person of the staff should hear about: a bell on every page, and an e-mail for those who want one.

Each kind of notice has a label and a default; people choose for themselves, except where their own safety is concerned.
"""
