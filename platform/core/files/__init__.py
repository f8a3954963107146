"""What a house keeps as bytes: finished papers, its logo. A file has a row that says what it is, and a place
on disk under the house's own folder that nobody can guess or ask for; it leaves only through a view that
checks who asks.
"""
