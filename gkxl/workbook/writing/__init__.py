"""Workbooks out: the one writer, whole workbooks, workbooks to send out, marked copies."""
