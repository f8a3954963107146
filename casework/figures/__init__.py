"""What the centre tells the OWES: figures computed from an approved month inside the centre, seen and released by its
manager. Numbers leave, people never do.
"""
