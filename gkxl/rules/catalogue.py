"""The rules that are not part of a form: what can be wrong with a file, a sheet or a submission.

The rules between figures stand in the form files; these are about reading and collecting them.
"""

from __future__ import annotations

from dataclasses import dataclass

from gkxl.forms import Severity


@dataclass(frozen=True, slots=True)
class CollectionRule:
    """A rule of reading or collecting, for the catalogue that `gkxl rules` prints."""

    id: str
    severity: Severity
    sentence: str


_RULES = (
    CollectionRule("figure.text", Severity.ERROR, "数字格里填了文字"),
    CollectionRule("figure.date", Severity.ERROR, "数字格里填了日期或时间"),
    CollectionRule("figure.boolean", Severity.ERROR, "数字格里是逻辑值（TRUE/FALSE）"),
    CollectionRule("figure.error_value", Severity.ERROR, "数字格里是错误值（如 #DIV/0!）"),
    CollectionRule("figure.uncalculated", Severity.ERROR, "数字格里的公式没有计算结果"),
    CollectionRule("figure.as_text", Severity.WARNING, "数字以文本形式填写，表内公式没有把它加进总计"),
    CollectionRule("figure.not_stated", Severity.INFO, "未填的格（空白、“/”、“-”、“无”）按0计"),
    CollectionRule("figure.not_asked", Severity.WARNING, "名册没有要求该单位填的表里填了数，已计入"),
    CollectionRule("label.changed", Severity.ERROR, "行或列的名称与报表格式不一致"),
    CollectionRule("code.missing", Severity.ERROR, "行、列或它们的隐藏代码被删除"),
    CollectionRule("code.repeated", Severity.ERROR, "同一个代码出现两次（行或列被复制）"),
    CollectionRule("head.revision", Severity.WARNING, "修订号应为不小于1的整数"),
    CollectionRule("check.unverified", Severity.WARNING, "因有未读懂的数，部分勾稽关系没有核对"),
    CollectionRule("submission.duplicate", Severity.ERROR, "同一单位同一期间有两份内容不同、修订号相同的报送"),
    CollectionRule("submission.identical", Severity.INFO, "同一单位同一期间有两份内容相同的报送，只计一份"),
    CollectionRule("submission.superseded", Severity.INFO, "同一单位同一期间有修订号更高的报送，本份不计入"),
    CollectionRule("submission.outside_period", Severity.INFO, "报送的期间不在所要的期间之内，不计入"),
    CollectionRule("submission.only_outside_period", Severity.WARNING, "单位只有其他期间的报送，期间可能填错，不计入"),
    CollectionRule("head.period_name", Severity.WARNING, "表头的期间与文件名、文件夹名写的期间不一致"),
    CollectionRule("head.filled_on", Severity.WARNING, "填报日期读不懂或早于报送的期间，无法判断是否迟报"),
    CollectionRule("year.missing_month", Severity.ERROR, "单位缺几个月的月报，全年数不齐全"),
    CollectionRule("year.not_over", Severity.ERROR, "后几个月还没有任何单位报送，全年数只是累计数"),
    CollectionRule("year.months_differ", Severity.ERROR, "单位的全年报送与它的12个月报不一致"),
    CollectionRule("year.not_compared", Severity.INFO, "单位既有全年报送又有部分月报，以全年报送为准"),
    CollectionRule("tree.silenced", Severity.ERROR, "上级单位只报了几个月、下级报了另一些月份，上级的没有计入"),
    CollectionRule("tree.parent_differs", Severity.ERROR, "上级单位自己报的数不等于其下级之和"),
    CollectionRule("merge.unknown_unit", Severity.WARNING, "报送单位不在单位名册上"),
    CollectionRule("year.unknown_unit", Severity.ERROR, "不在单位名册上的单位只有几个月的月报，可能是单位名称写错"),
    CollectionRule("merge.missing_unit", Severity.ERROR, "单位名册上的单位没有报送"),
    CollectionRule("merge.counted_twice", Severity.ERROR, "汇总工作簿与它的组成单位的填报表同时出现，会重复计算"),
    CollectionRule("merge.same_name", Severity.ERROR, "填报表的单位与汇总工作簿里的一个单位同名、数字不同，可能重复计算"),
    CollectionRule("merge.parts_unknown", Severity.WARNING, "汇总工作簿没有明细，无法核对是否重复计算"),
    CollectionRule("merge.incomplete_part", Severity.ERROR, "给出的汇总工作簿本身标明数据不齐全或有勾稽不平"),
    CollectionRule("merge.state_unknown", Severity.ERROR, "给出的汇总工作簿记录是否齐全的隐藏代码已丢失，不知道是否齐全"),
    CollectionRule("merge.previous_unit", Severity.WARNING, "上期工作簿的汇总单位与本期不同名"),
    CollectionRule("merge.previous_parts", Severity.INFO, "本期与上期汇总的单位不同，合计的结转没有核对"),
    CollectionRule("merge.previous_unread", Severity.WARNING, "上期的报送没有读出或有不一致的几份，没有核对结转"),
    CollectionRule("merge.parts_differ", Severity.ERROR, "汇总表的数不等于工作簿内各单位填报表之和"),
)

COLLECTION_RULES = {rule.id: rule for rule in _RULES}
