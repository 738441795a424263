"""Where everything stands in a workbook of ours: codes, sheet names, layout, sheet plans, styles, live formulas."""
