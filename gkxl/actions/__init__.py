"""What gkxl can do, for every door to it: the CLI and the ribbon call these and only show what comes back.

Each action imports the libraries it needs when it runs, so that a door opens fast.
"""
