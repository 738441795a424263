"""The door inside Excel: the same actions as the command line, on the workbook that is open.

Excel is known here and nowhere else, and only through xlwings; never through `xlwings.pro`, whose licence forbids our users.
"""
