"""The columns of 对照表, in which an office says in which order its superior's platform asks for figures."""

from __future__ import annotations

HEADINGS = ("代码", "名称", "指标代码", "指标（供查对）")
CODE, LABEL, ITEM, _ = HEADINGS
