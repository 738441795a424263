"""Whether an explanation says anything: "核实无误" says nothing that the next reader could check. Pure."""

from __future__ import annotations

import re

from gkxl.texts import late

EXAMPLE = "4月有1件由区住建局转来，转来前已由该局计入上月结转，本局未列新收"
"""A good one: it names what happened, and so why the figure is as it is."""

_FORMULAS = (
    "核实 核对 核查 核准 复核 审核 查实 查证 查对 检查 确认 确实 属实 实际 真实 如实 事实 无误 有误 没误 误 "
    "准确 正确 属于 没有 未见 未发现 发现 没 无 问题 异常 错误 差错 不符 情况 说明 原因 数据 数字 数值 数 "
    "填报 填写 上报 报送 统计 系统 报表 表格 表 科室 单位 部门 本 我 已 经 过 再次 多次 现 均 都 皆 全部 "
    "一切 以上 上述 该 此 其 为 是 系 按照 按 依据 根据 据 照 同 如此 就是 这样 的 了 吗 呢 吧 请 见 "
    "附件 备注 同意 同上 收到 知道 知悉 已阅 阅 可以 可 对 好 行 正常 一致 相符 符合 保留 暂 不变 不改 "
    "不用 无需 无须 更正 修改 改 完毕 完成 经办人 领导 人工 以此为准 为准 准 ok yes no n a"
)
"""What offices write where they write nothing, between blanks."""
_PADDING = late(r"[\W\d_]+")
_FORMULA = late("|".join(sorted(map(re.escape, _FORMULAS.split()), key=len, reverse=True)), re.IGNORECASE)
_SHORTEST = 4
"""Different characters that must remain of an explanation without its formulas and numbers."""


def says_something(words: str) -> bool:
    """Whether anything remains of an explanation when punctuation, numbers and the formulas of offices are taken away."""
    return len(set(_FORMULA.sub("", _PADDING.sub("", words)))) >= _SHORTEST
