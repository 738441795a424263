"""The checks of gkxl itself: of reading, collecting, comparing. Those between figures stand in the form files."""

from __future__ import annotations

from gkxl.forms import Severity
from gkxl.rules.catalogue.check import Check, Topic

_READ_FIGURE = "gkxl.model.figures:read_figure"
_FIGURE_READER = "gkxl.workbook.reading.figures:FigureReader"
_STRAY = "gkxl.workbook.reading.sheet_findings:SheetFindings.stray"
_FAR = "gkxl.workbook.reading.sheet_findings:SheetFindings.far"
_MOVED = "gkxl.workbook.reading.sheet_findings:SheetFindings.moved"
_CHECK = "gkxl.rules.equations:check"
_CHANGED_LABEL = "gkxl.workbook.reading.sheet_findings:SheetFindings.changed_label"
_LOST = "gkxl.workbook.reading.sheet_findings:SheetFindings.lost"
_REPEATED = "gkxl.workbook.reading.sheet_findings:SheetFindings.repeated_row"
_READ_SHEET = "gkxl.workbook.reading.sheet_reader:read_sheet"
_DATES = "gkxl.actions.missing:date_findings"
_LEFT_ASIDE = "gkxl.actions.resolving:resolve"
_LEFT_OUT = "gkxl.eligibility.revisions:left_out"
_MISNAMED = "gkxl.eligibility.file_hints:misnamed"
_REVISIONS = "gkxl.eligibility.revisions:choose_revisions"
_ERASED = "gkxl.eligibility.settled:erased"
_REPLACED = "gkxl.eligibility.settled:without_replaced"
_TO_DATE = "gkxl.aggregation.to_date:check_to_date"
_YEARS = "gkxl.aggregation.year:unit_totals"
_BESIDE = "gkxl.eligibility.counted_beside:counted_beside"
_SILENCED = "gkxl.eligibility.hierarchy:silenced"
_PARENTS = "gkxl.eligibility.parents:parents_differ"
_MISSING = "gkxl.actions.missing:missing_findings"
_UNEXPECTED = "gkxl.actions.missing:unexpected"
_DOUBLE = "gkxl.eligibility.double_counting:without_double_counting"
_NAMESAKES = "gkxl.eligibility.namesakes:asked_about"
_COLLECT = "gkxl.actions.collecting:collect"
_INCOMPLETE = "gkxl.actions.merged_workbooks:incomplete"
_JUDGE = "gkxl.actions.judging:judge"
_RECALL = "gkxl.actions.previous:recall"
_LINES = "gkxl.actions.merged_workbooks:lines_differ"
_REPORT = "gkxl.actions.merged_workbooks:report_differs"
_PARTS = "gkxl.aggregation.totals:parts_differ"
_MISLABELLED = "gkxl.eligibility.mislabelled:without_mislabelled"
_LACKING = "gkxl.aggregation.stocks:find_lacking"
_DIGITS = "gkxl.rules.many_digits:check_digits"
_CARRY = "gkxl.rules.equations:check_carry"
_IDENTICAL = "gkxl.rules.likeness.identical"
_BY_FORM = "gkxl.rules.likeness.by_form"
_SIZE = "gkxl.rules.likeness.size"
_WEIGH = "gkxl.rules.weighing:weigh"
_COMPARE = "gkxl.narrative.compare:compare"
_LAYOUTS = "gkxl.narrative.layouts:layouts_differ"
_PUBLISHED = "gkxl.reporting_status.published:not_published"
_SUMS = "gkxl.eligibility.published:sums_differ"
_FRAME = "gkxl.narrative.frame:frame_lacks"

OWN = (
    Check("figure.text", Severity.ERROR, Topic.FIGURE, "数字格里填了文字", _READ_FIGURE),
    Check("figure.dot", Severity.ERROR, Topic.FIGURE, "以文本填写的数里有一个点，可能是千分号，也可能是小数点", _READ_FIGURE),
    Check("figure.stray", Severity.ERROR, Topic.FIGURE, "表格里不是填数的格填了内容（合并单元格被拆开）", _STRAY),
    Check("figure.moved_away", Severity.ERROR, Topic.FIGURE, "缺数的行上，离表格极远的格填有内容", _MOVED),
    Check("sheet.far_cell", Severity.INFO, Topic.FIGURE, "离表格极远的格填有内容，不读取", _FAR),
    Check("figure.date", Severity.ERROR, Topic.FIGURE, "数字格里填了日期或时间", _READ_FIGURE),
    Check("figure.boolean", Severity.ERROR, Topic.FIGURE, "数字格里是逻辑值（TRUE/FALSE）", _READ_FIGURE),
    Check("figure.error_value", Severity.ERROR, Topic.FIGURE, "数字格里是错误值（如 #DIV/0!）", _FIGURE_READER),
    Check("figure.uncalculated", Severity.ERROR, Topic.FIGURE, "数字格里的公式没有计算结果", _FIGURE_READER),
    Check("figure.as_text", Severity.WARNING, Topic.FIGURE, "数字以文本形式填写，表内公式没有把它加进总计", _CHECK),
    Check("figure.many_digits", Severity.WARNING, Topic.FIGURE, "合计数超过15位，电子表格不能准确保存，按文本写出", _DIGITS),
    Check("figure.not_asked", Severity.WARNING, Topic.FIGURE, "名册没有要求该单位填的表里填了数，已计入", _CHECK),
    Check("figure.not_stated", Severity.INFO, Topic.NOT_STATED, "未填的格（空白、“/”、“-”、“无”）按0计", _CHECK),
    Check("stock.not_stated", Severity.ERROR, Topic.STOCK, "期初数、期末数没有填，而按上期、下期或本表它不是0；不按0计", _LACKING),
    Check("stock.typed_zero", Severity.ERROR, Topic.STOCK, "期末数填的是0，而按上期数和本期发生数它不是0", _CARRY),
    Check("check.unverified", Severity.WARNING, Topic.UNVERIFIED, "因有未读懂的数，部分勾稽关系没有核对", _CHECK),
    Check("label.changed", Severity.ERROR, Topic.CODE, "行或列的名称与报表格式不一致", _CHANGED_LABEL),
    Check("code.missing", Severity.ERROR, Topic.CODE, "行、列或它们的隐藏代码被删除", _LOST, leaves_out=True),
    Check("code.repeated", Severity.ERROR, Topic.CODE, "同一个代码出现两次（行或列被复制）", _REPEATED),
    Check("head.revision", Severity.WARNING, Topic.HEAD, "修订号应为不小于1的整数", _READ_SHEET),
    Check("head.filled_on", Severity.WARNING, Topic.HEAD, "填报日期读不懂或早于报送的期间，无法判断是否迟报", _DATES),
    Check("series.left_aside", Severity.INFO, Topic.PERIOD, "文件里另有其他系列的报表，不计入本次汇总", _LEFT_ASIDE),
    Check("submission.outside_period", Severity.INFO, Topic.PERIOD, "报送的期间不在所要的期间之内，不计入", _LEFT_OUT),
    Check("submission.only_outside_period", Severity.WARNING, Topic.PERIOD, "单位只有其他期间的报送，期间可能填错，不计入", _LEFT_OUT),
    Check("head.period_name", Severity.WARNING, Topic.PERIOD, "表头的期间与文件名、文件夹名写的期间不一致", _MISNAMED),
    Check("submission.duplicate", Severity.ERROR, Topic.REVISION, "同一单位同一期间有两份内容不同、修订号相同的报送", _REVISIONS, leaves_out=True),
    Check("submission.identical", Severity.INFO, Topic.REVISION, "同一单位同一期间有两份内容相同的报送，只计一份", _REVISIONS),
    Check(
        "submission.superseded",
        Severity.INFO,
        Topic.REVISION,
        "同一单位同一期间有修订号更高的报送，本份不计入",
        _REVISIONS,
    ),
    Check("submission.erased", Severity.ERROR, Topic.REVISION, "更正没有填上一次修订填过数的格", _ERASED),
    Check("submission.unread_replaced", Severity.INFO, Topic.REVISION, "没有读出的旧文件已由同一单位同一期间的另一份代替", _REPLACED),
    Check("year.months_differ", Severity.ERROR, Topic.YEAR, "单位的全年（季度、半年）报送与它的月报不一致", _YEARS),
    Check("period.overlaps", Severity.ERROR, Topic.YEAR, "单位报送的几个期间互相重叠、又不互相包含，其中一份不计入", _YEARS, leaves_out=True),
    Check("year.is_a_month", Severity.ERROR, Topic.YEAR, "期间填的是全年，看来却是一个月的月报，不计入", _MISLABELLED),
    Check("year.not_compared", Severity.INFO, Topic.NOT_COMPARED, "单位既有全年（季度、半年）报送又有部分月报，以全年报送为准，没有逐项核对", _YEARS),
    Check("to_date.differs", Severity.ERROR, Topic.YEAR, "累计数不等于1月以来各期的发生数之和", _TO_DATE),
    Check("to_date.not_compared", Severity.INFO, Topic.NOT_COMPARED, "前几个月的报送不全，累计数没有逐项核对", _TO_DATE),
    Check(
        "tree.silenced",
        Severity.ERROR,
        Topic.HIERARCHY,
        "上级单位只报了几个月、下级报了另一些月份，上级的没有计入",
        _SILENCED,
        leaves_out=True,
    ),
    Check("tree.parent_differs", Severity.ERROR, Topic.HIERARCHY, "上级单位自己报的数不等于其下级之和", _PARENTS),
    Check("tree.counted_with_parts", Severity.ERROR, Topic.COUNTED_TWICE, "上级单位的数等于它各下级之和，两处都计入了", _BESIDE),
    Check("tree.maybe_with_parts", Severity.WARNING, Topic.COUNTED_TWICE, "上级单位与它的下级都计入了，可能重复计算", _BESIDE),
    Check("merge.spelt_apart", Severity.WARNING, Topic.COUNTED_TWICE, "两个单位的名称只差写法，可能是同一个单位", _BESIDE),
    Check("tree.not_compared", Severity.INFO, Topic.NOT_COMPARED, "上级单位与下级报送的期间不同，没有逐项核对", _PARENTS),
    Check("year.missing_month", Severity.ERROR, Topic.ROSTER, "单位缺几个月的月报，全年数不齐全", _MISSING, leaves_out=True),
    Check("year.not_over", Severity.ERROR, Topic.ROSTER, "后几个月还没有任何单位报送，全年数只是累计数", _MISSING, leaves_out=True),
    Check("merge.unknown_unit", Severity.WARNING, Topic.ROSTER, "报送单位不在单位名册上", _UNEXPECTED),
    Check(
        "year.unknown_unit",
        Severity.ERROR,
        Topic.ROSTER,
        "不在单位名册上的单位只有几个月的月报，可能是单位名称写错",
        _UNEXPECTED,
    ),
    Check("merge.missing_unit", Severity.ERROR, Topic.ROSTER, "单位名册上的单位没有报送", _MISSING, leaves_out=True),
    Check(
        "merge.counted_twice",
        Severity.ERROR,
        Topic.COUNTED_TWICE,
        "汇总工作簿与它的组成单位的填报表同时出现，会重复计算",
        _DOUBLE,
    ),
    Check(
        "merge.counted_both",
        Severity.ERROR,
        Topic.COUNTED_TWICE,
        "填报表的单位已在汇总工作簿里，数字或修订不同，两者都计入了",
        _DOUBLE,
    ),
    Check(
        "merge.same_name",
        Severity.WARNING,
        Topic.COUNTED_TWICE,
        "填报表的单位与汇总工作簿里的一个单位同名、数字不同，分不清是不是同一个单位",
        _DOUBLE,
    ),
    Check(
        "merge.namesakes",
        Severity.WARNING,
        Topic.COUNTED_TWICE,
        "几处有同名单位的报送，没有都写明上级单位，分不清是几个单位，作为不同的单位计入",
        _NAMESAKES,
    ),
    Check("merge.parts_unknown", Severity.WARNING, Topic.COUNTED_TWICE, "汇总工作簿没有明细，无法核对是否重复计算", _COLLECT),
    Check(
        "likeness.two_names",
        Severity.WARNING,
        Topic.LIKENESS,
        "两个单位报的数完全相同，可能是同一份表用两个名称报送",
        f"{_IDENTICAL}:under_two_names",
    ),
    Check("likeness.two_months", Severity.WARNING, Topic.LIKENESS, "一个单位两个月的发生数完全相同，可能是旧表重报", f"{_IDENTICAL}:in_two_months"),
    Check(
        "likeness.sum_of_others",
        Severity.WARNING,
        Topic.LIKENESS,
        "一个单位的数等于其余单位之和，可能把合计也当作单位报送",
        f"{_IDENTICAL}:sum_of_others",
    ),
    Check(
        "likeness.cumulative",
        Severity.WARNING,
        Topic.LIKENESS,
        "各月的数只增不减，可能把累计数填成了当月数",
        "gkxl.rules.likeness.cumulative:running_on",
    ),
    Check("likeness.fallen", Severity.WARNING, Topic.LIKENESS, "尚未审结的减少多于本期审结的", f"{_BY_FORM}:fallen"),
    Check("likeness.computed", Severity.WARNING, Topic.LIKENESS, "应按办件量统计的数等于或接近事项数的加减，可能是算出来的", f"{_BY_FORM}:computed"),
    Check("likeness.never_theirs", Severity.WARNING, Topic.LIKENESS, "单位填了这类单位不可能有的行（如乡镇填了规章）", f"{_BY_FORM}:never_theirs"),
    Check("size.own_periods", Severity.WARNING, Topic.LIKENESS, "一个数是该单位其他期间的约一千倍或一万倍", f"{_SIZE}:beyond_own_periods"),
    Check("size.other_units", Severity.INFO, Topic.LIKENESS, "一个数是其余各单位的约一千倍以上", f"{_SIZE}:beyond_other_units"),
    Check(
        "merge.incomplete_part",
        Severity.ERROR,
        Topic.MERGED_WORKBOOK,
        "给出的汇总工作簿本身标明数据不齐全或有勾稽不平",
        _INCOMPLETE,
        leaves_out=True,
    ),
    Check(
        "merge.state_unknown",
        Severity.ERROR,
        Topic.MERGED_WORKBOOK,
        "给出的汇总工作簿记录是否齐全的隐藏代码已丢失，不知道是否齐全",
        _INCOMPLETE,
        leaves_out=True,
    ),
    Check(
        "merge.parts_differ",
        Severity.ERROR,
        Topic.MERGED_WORKBOOK,
        "汇总表的数不等于工作簿内各单位填报表之和",
        _PARTS,
    ),
    Check("merge.line_differs", Severity.ERROR, Topic.MERGED_WORKBOOK, "明细的一行不是该单位填报表上的数", _LINES),
    Check("merge.report_differs", Severity.ERROR, Topic.MERGED_WORKBOOK, "报告表的数不是汇总表的数", _REPORT),
    Check("merge.report_not_compared", Severity.INFO, Topic.NOT_COMPARED, "报告表的行列改动过，没有与汇总表核对", _REPORT),
    Check("merge.previous_unit", Severity.WARNING, Topic.PREVIOUS, "上期工作簿的汇总单位与本期不同名", _JUDGE),
    Check("merge.previous_parts", Severity.INFO, Topic.PREVIOUS, "本期与上期汇总的单位不同，合计的结转可能因此不符", _JUDGE),
    Check("merge.previous_unread", Severity.WARNING, Topic.PREVIOUS, "上期的报送没有读出或有不一致的几份，没有核对结转", _RECALL),
    Check("explanation.formula", Severity.WARNING, Topic.EXPLANATION, "情况说明只写了“核实无误”之类的话，没有说出原因", _WEIGH),
    Check("explanation.lacking", Severity.WARNING, Topic.EXPLANATION, "缺的数不能用情况说明代替", _WEIGH),
    Check("explanation.lapsed", Severity.WARNING, Topic.EXPLANATION, "所说明的数字已改动，情况说明失效", _WEIGH),
    Check("explanation.fits_nothing", Severity.INFO, Topic.EXPLANATION, "情况说明所说的问题现在没有了", _WEIGH),
    Check("compare.jump", Severity.INFO, Topic.LIKENESS, "一个数与上年相比变化较大", "gkxl.aggregation.side_by_side:jumps"),
    Check("text.differs", Severity.ERROR, Topic.TEXT, "年报正文里的数与表不一致，各种读法都对不上", _COMPARE),
    Check("text.may_differ", Severity.INFO, Topic.TEXT, "年报正文里的数与表对不上，但说的范围或口径不能确定", _COMPARE),
    Check("text.parts", Severity.INFO, Topic.TEXT, "年报正文一句话里各部分相加不等于它自己的总数", "gkxl.narrative.parts:parts_differ"),
    Check("text.share", Severity.INFO, Topic.TEXT, "年报正文里的百分比重新计算不是这个数", "gkxl.narrative.parts:shares_differ"),
    Check(
        "text.growth", Severity.INFO, Topic.TEXT, "年报正文里与上年相比的增减，用两年的数重新计算不是这个数", "gkxl.narrative.growth:growth_differs"
    ),
    Check(
        "text.fee", Severity.WARNING, Topic.TEXT, "年报正文里的信息处理费大于表二（八）的收费金额，或前后不一致", "gkxl.narrative.fees:fees_differ"
    ),
    Check("text.section_missing", Severity.WARNING, Topic.TEXT, "年报缺少法定六个部分之一", _FRAME),
    Check("text.no_period", Severity.INFO, Topic.TEXT, "年报没有写统计期限", _FRAME),
    Check("text.other_year", Severity.WARNING, Topic.TEXT, "年报的统计期限或句首的年份不是报告的年度", _FRAME),
    Check("text.template_left", Severity.INFO, Topic.TEXT, "年报里还留着模板的文字", _FRAME),
    Check("text.too_long", Severity.INFO, Topic.TEXT, "年报“总体情况”超过1000字", _FRAME),
    Check("text.section_empty", Severity.INFO, Topic.TEXT, "年报没有写存在的问题和改进情况", _FRAME),
    Check("text.fee_not_said", Severity.INFO, Topic.TEXT, "年报“其他需要报告的事项”没有写信息处理费", _FRAME),
    Check("report.other_form", Severity.WARNING, Topic.TEXT, "年报的一张表用了别的年度的格式", _LAYOUTS),
    Check("report.table_missing", Severity.WARNING, Topic.TEXT, "年报里没有找到法定三张表之一", _LAYOUTS),
    Check("report.incomplete", Severity.WARNING, Topic.TEXT, "年报的一张表没有读全", _LAYOUTS),
    Check("report.not_published", Severity.ERROR, Topic.ROSTER, "单位名册上的单位没有当年的年报", _PUBLISHED),
    Check("report.not_on_roster", Severity.WARNING, Topic.ROSTER, "年报的单位不在单位名册上", "gkxl.reporting_status.published:not_on_roster"),
    Check(
        "report.published_twice",
        Severity.ERROR,
        Topic.REVISION,
        "一个单位同一年度有几份年报，表里的数不一致",
        "gkxl.eligibility.published:published_twice",
    ),
    Check("report.sum_differs", Severity.ERROR, Topic.HIERARCHY, "上级年报的一列不等于其全部下级年报之和", _SUMS),
    Check("report.sum_not_compared", Severity.INFO, Topic.NOT_COMPARED, "有下级缺年报或格式不同，上级年报没有与下级之和核对", _SUMS),
    Check("text.repeated", Severity.INFO, Topic.TEXT, "年报正文大半与上年的报告相同", "gkxl.narrative.repeated:repeated"),
)
"""By topic; each id once."""
