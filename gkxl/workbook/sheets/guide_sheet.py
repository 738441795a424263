"""说明: how to fill the workbook in, for the liaison who opens it once a month."""

from __future__ import annotations

from gkxl.forms import Form, Severity
from gkxl.model.head import HeadField
from gkxl.workbook.format import styles
from gkxl.workbook.format.layout import SIGNED_BY, field_name
from gkxl.workbook.format.sheet_names import GUIDE
from gkxl.workbook.format.sheet_plan import SheetPlan, lines_needed
from gkxl.workbook.sheets.month_words import month_note

_WIDTH = 88
_AXES = {"column": "列", "row": "行"}


def guide_sheet(form: Form) -> SheetPlan:
    """Return the plan of 说明 for a form."""
    plan = SheetPlan(GUIDE, tab_color="7F7F7F")
    plan.widths = {0: 3, 1: 5, 2: _WIDTH}
    plan.put(1, 1, f"{form.words.statistics} 填报说明", styles.TITLE.but(align="left"))
    plan.heights[1] = 34
    plan.put(2, 1, f"{form.name}，适用于{form.years}的报表；依据{form.notice}。", styles.SUBTITLE.but(wrap=False))
    row = 4
    for heading, lines in _sections(form):
        plan.put(row, 1, heading, styles.HEADING)
        plan.heights[row] = 24
        row += 1
        for number, line in enumerate(lines, start=1):
            plan.put(row, 1, f"{number}.", styles.TEXT.but(align="right"))
            plan.put(row, 2, line, styles.TEXT)
            plan.heights[row] = 5 + 16 * lines_needed(line, _WIDTH * 0.98)
            row += 1
        row += 1
    plan.print_area = (0, 0, row, 2)
    plan.footer = f"gkxl {form.words.statistics}"
    return plan


def _sections(form: Form) -> list[tuple[str, list[str]]]:
    checked = [relation for relation in form.relations if relation.equation.severity is Severity.ERROR]
    where = "、".join(dict.fromkeys(f"{form.table(relation.table).label}各{_AXES[relation.equation.per]}" for relation in checked))
    balance = "、".join(dict.fromkeys(f"“{relation.equation.shown}”" for relation in checked))
    signed = "、".join(map(field_name, (*SIGNED_BY, HeadField.PHONE)))
    tables = "、".join(f"{table.number}{table.name}" for table in form.tables)
    return [
        (
            "两分钟填完",
            [
                "打开本单位的填报表，核对表头的单位和期间；没有预先填好的，年报填年份（如 2026），月报填年-月（如 2026-03）。",
                f"依次填{tables}：黄色格填数字，没有的填0；{'灰色格自动计算，不用填。' if form.totals else ''}点选一格，旁边会出现这一格的填法。",
                *([f"{month_note(form, '按月报送的，')}蓝色格由上期带入，已锁定，不用填。"] if form.monthly.measures else []),
                *([f"看每张表下方的校验结果。{where}都要满足{balance}；不满足时该列变红，并写明差多少。"] if checked else []),
                f"填好{signed}和{field_name(HeadField.FILLED_ON)}，保存后发回；需要纸质件的，直接打印（A4一页），签字盖章。",
            ],
        ),
        (
            "怎样填数字",
            [
                "件数填不小于0的整数。1,234、１２、12件 这样的写法也能读懂；“若干”“约10”一类的文字读不懂，会请你改正。",
                "空白、“/”、“-”、“无”按0计，同时会列为“未填”，请尽量填0。",
                "金额按表中写明的单位填写，可以带小数，不会被四舍五入。",
            ],
        ),
        (
            "请不要",
            [
                "不要改动行、列的名称，不要删除行、列。插入空行空列、调整列宽、改字体、另加工作表和备注，都没有关系。",
                "不要手工改写灰色的总计格：改写后的总计与各项之和不一致时，会被逐格指出。",
                "不要把数字另行粘贴到新建的表格里：汇总按填报表的隐藏代码取数，新建的表格读不出来。",
            ],
        ),
        (
            "更正与汇总",
            [
                "发回后发现有错，改正原文件，把修订号加1，再发一次；汇总时以修订号最大的一份为准。",
                "汇总单位用 gkxl merge 合并各单位发回的文件：得到汇总、校验、明细和可直接粘贴的报告表；各单位填的数不会被改动。",
            ],
        ),
    ]
