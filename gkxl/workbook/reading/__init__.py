"""Files and folders in: what a workbook holds, by its hidden codes."""
