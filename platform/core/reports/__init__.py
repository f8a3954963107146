"""Papers of a house: what the staff asks for, a worker makes, and somebody takes away.

A *kind* of report says what a paper contains; a *renderer* gives the same content the shape of a PDF, a
spreadsheet or a plain table. A report is a row from the moment it is requested; its file lives thirty days,
and every download of it is checked again and written down.
"""
