"""The demo's region: centres with people who come, work, fall ill and leave, made from a seed, with known truth.

`simulator` tells what happens in a centre and touches no database; `truth` counts what was told, by arithmetic of its
own; `filling` puts it into the houses of the demo; `samples` writes spreadsheets for the import. Tests compare what the
product shows with the truth.
"""
