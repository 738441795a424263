"""Forms of an office beside those of gkxl: in folders of its own, series by series."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.own_forms import own_form

from gkxl.forms import STATUTORY, FormError, all_series, form_by_id, form_for, forms_of, using
from gkxl.model.period import Period


def test_within_a_series_one_form_serves_each_year(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(own_form("m1", "monthly", 2022, 2023), encoding="utf-8")
    (tmp_path / "b.toml").write_text(own_form("m2", "monthly", 2024), encoding="utf-8")
    with using([tmp_path]):
        assert all_series() == (STATUTORY, "overview", "monthly")
        found = [form_for("monthly", Period(year)) for year in (2021, 2022, 2023, 2024, 2030)]
        assert [form and form.id for form in found] == [None, "m1", "m1", "m2", "m2"]
        assert [form.id for form in forms_of("monthly")] == ["m1", "m2"]
        statutory = form_for(STATUTORY, Period(2024))
        assert statutory is not None and statutory.id == "2021"
    assert all_series() == (STATUTORY, "overview")
    with pytest.raises(KeyError):
        form_by_id("m1")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a.toml": own_form("2021", "monthly", 2022)}, "编号“2021”重复；请改其中一个（2021.toml，a.toml）"),
        (
            {"a.toml": own_form("m1", "monthly", 2022), "b.toml": own_form("m2", "monthly", 2023)},
            "“m1”与“m2”都适用于2023年；请改正“first_year”或“last_year”（b.toml",
        ),
        ({"a.toml": own_form("m1", STATUTORY, 2025)}, "“2021”与“m1”都适用于2025年；请改正“first_year”或“last_year”（a.toml"),
        ({"a.toml": own_form("m1", "monthly", 2022).replace('series = "monthly"\n', "")}, "缺少键“series”"),
        ({"a.toml": own_form("m1", "每月", 2022)}, "“series”的值不对，应是由字母"),
        ({"a.toml": 'id = "m1'}, "不合 TOML 的写法"),
    ],
)
def test_a_folder_whose_forms_contradict_each_other_is_refused_by_file(tmp_path: Path, files: dict[str, str], words: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with using([tmp_path]), pytest.raises(FormError, match="toml") as refused:
        form_for("monthly", Period(2023))
    assert words in str(refused.value)


def test_a_series_that_nobody_has_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="报表系列“anual-report”不存在，最接近的是“annual-report”"):
        form_for("anual-report", Period(2023))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with using([tmp_path / "报表"]), pytest.raises(FormError, match="报表”不存在"):
        all_series()
