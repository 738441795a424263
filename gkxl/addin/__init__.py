"""The add-in that puts the tab 政务公开 into Excel: its sources, how it is built from them, and how it gets into Excel.

`package` holds the parts of the file as they are, `vba` the two modules of its project.
"""
