"""gkxl: the numbers behind China's annual report on open government information, made to come out right."""

__version__ = "0.1.0"
