"""The Excel add-in, read by parsers that did not write it: its package, its tab, its VBA."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import olefile
import pytest
from lxml import etree
from oletools.olevba import VBA_Parser, decompress_stream

from gkxl.addin.building import SOURCES, build, modules
from gkxl.addin.buttons import buttons
from gkxl.addin.places import SETTING, SETTINGS
from gkxl.addin.vba_directory import as_excel_writes_it, records
from gkxl.ribbon.door import COMMANDS
from gkxl.workbook.writing.workbooks import template_folder

Run = Callable[..., tuple[int, str, str]]
COMMITTED = Path(__file__).parents[1] / "workbook_templates" / "gkxl.xlam"
UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
IN_EXCEL = {
    "GetExternalDataFromText",
    "FileOpen",
    "TableInsertExcel",
    "Consolidate",
    "DataValidation",
    "Filter",
    "Copy",
    "RefreshAll",
    "FileSaveAs",
    "FilePrintQuick",
    "FileSendAsAttachment",
    "FormatAsTableGallery",
    "Help",
    "GetExternalDataFromWeb",
    "ChartTypeColumnInsertGallery",
}
"""Icons that Microsoft's list of the controls of Excel has."""


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    return zipfile.ZipFile(COMMITTED)


@pytest.fixture(scope="module")
def tab(package: zipfile.ZipFile) -> etree._Element:
    return etree.fromstring(package.read("customUI/customUI14.xml"))


@pytest.fixture(scope="module")
def vba() -> dict[str, str]:
    """Module name to its text, as another reader of VBA finds it."""
    parser = VBA_Parser(str(COMMITTED))
    found = {name.removesuffix(".bas").removesuffix(".cls"): code for _, _, name, code in parser.extract_all_macros()}
    parser.close()
    return found


def test_the_committed_add_in_is_up_to_date_and_comes_the_same_each_time(tmp_path: Path, run_cli: Run) -> None:
    assert run_cli("addin", "build", "-o", tmp_path / "gkxl.xlam")[0] == 0
    built = (tmp_path / "gkxl.xlam").read_bytes()
    assert built == build(), "the same bytes each time"
    assert built == COMMITTED.read_bytes(), "run: gkxl addin build -o workbook_templates/gkxl.xlam"
    assert (template_folder() / "gkxl.xlam").read_bytes() == built, "the installed package carries it"


def test_without_the_builder_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch, run_cli: Run, tmp_path: Path) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    status, _, err = run_cli("addin", "build", "-o", tmp_path / "gkxl.xlam")
    assert status == 2 and 'pip install "gkxl[addin]"' in err and not (tmp_path / "gkxl.xlam").exists()


def test_every_part_has_a_type_and_every_relationship_a_target(package: zipfile.ZipFile) -> None:
    assert package.testzip() is None
    names = set(package.namelist())
    assert len(names) == len(package.namelist())
    types = etree.fromstring(package.read("[Content_Types].xml"))
    by_ending = {one.get("Extension") for one in types.iter(f"{TYPES}Default")}
    by_name = {str(one.get("PartName"))[1:]: one.get("ContentType") for one in types.iter(f"{TYPES}Override")}
    assert by_name.keys() <= names
    assert all(name in by_name or name.rpartition(".")[2] in by_ending for name in names - {"[Content_Types].xml"})
    assert by_name["xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    for name in names:
        if name.endswith(".rels"):
            links = list(etree.fromstring(package.read(name)).iter(RELATIONSHIP))
            assert len({link.get("Id") for link in links}) == len(links)
            base = posixpath.dirname(posixpath.dirname(name))
            assert all(posixpath.normpath(posixpath.join(base, str(link.get("Target")))) in names for link in links)
        elif name.endswith(".xml"):
            etree.fromstring(package.read(name))
    tabs = [link for link in etree.fromstring(package.read("_rels/.rels")).iter(RELATIONSHIP) if link.get("Target") == "customUI/customUI14.xml"]
    assert [tab.get("Type") for tab in tabs] == ["http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"]


def test_the_vba_is_our_sources_and_nothing_else(vba: dict[str, str], package: zipfile.ZipFile) -> None:
    sources = {path.stem: path.read_text(encoding="ascii").replace("\n", "\r\n") for path in (SOURCES / "vba").glob("*.bas")}
    assert sources == modules()
    own = {name: code for name, code in vba.items() if name not in ("ThisWorkbook", "Sheet1")}
    assert own.keys() == sources.keys()
    assert own == sources, "character by character, the line with the name of the module included"
    documents = [line for name in ("ThisWorkbook", "Sheet1") for line in vba[name].splitlines()]
    assert all(line.startswith("Attribute VB_") for line in documents), "nothing runs by itself"
    assert sum(len(source.splitlines()) for source in sources.values()) <= 110


def test_the_project_makes_excel_compile_the_text_it_holds(package: zipfile.ZipFile) -> None:
    container = olefile.OleFileIO(BytesIO(package.read("xl/vbaProject.bin")))
    assert container.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61ffff000000")
    project = container.openstream("PROJECT").read().decode("ascii")
    for name in modules():
        assert f"Module={name}\r\n" in project
        text = decompress_stream(bytearray(container.openstream(f"VBA/{name}").read()))
        assert text.decode("ascii") == modules()[name], "from the first byte on: no compiled code before it"
    workbook = etree.fromstring(package.read("xl/workbook.xml"))
    sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    documents = set(re.findall(r"Document=(\w+)/", project))
    assert documents == {element.get("codeName") for root in (workbook, sheet) for element in root.iter() if element.get("codeName")}


def test_every_button_has_an_action_and_every_action_a_button(tab: etree._Element) -> None:
    assert {one.get("id") for one in tab.iter(f"{UI}button")} == buttons().keys() == COMMANDS.keys()


def test_every_callback_is_there_with_the_signature_that_office_calls(tab: etree._Element, vba: dict[str, str]) -> None:
    called = {(name, value) for one in tab.iter() for name, value in one.attrib.items() if name.startswith(("on", "get")) or name == "loadImage"}
    assert called == {("onAction", "GkxlOnAction")}
    assert re.search(r"^Public Sub GkxlOnAction\(control As IRibbonControl\)\s*$", vba["GkxlRibbon"], re.MULTILINE)


def test_the_tab_has_four_groups_with_one_large_button_each(tab: etree._Element) -> None:
    (own,) = tab.iter(f"{UI}tab")
    assert own.get("label") == "政务公开"
    assert [group.get("label") for group in own] == ["填报", "汇总与校验", "报告", "上年"]
    assert all(sum(one.get("size") == "large" for one in group.iter()) == 1 for group in own)
    ids = [one.get("id") for one in tab.iter() if one.get("id")]
    assert len(set(ids)) == len(ids)
    allowed = {
        "customUI": set(),
        "ribbon": set(),
        "tabs": set(),
        "tab": {"id", "label"},
        "group": {"id", "label"},
        "menu": {"id"},
        "splitButton": {"id", "size"},
    }
    looks = {"id", "label", "size", "imageMso", "onAction", "screentip", "supertip"}
    for one in tab.iter():
        name = etree.QName(one).localname
        assert set(one.attrib) <= allowed.get(name, looks), name


@pytest.mark.parametrize("button", list(buttons()))
def test_a_button_says_in_chinese_what_it_does_under_an_icon_that_excel_has(button: str, tab: etree._Element) -> None:
    (one,) = (found for found in tab.iter(f"{UI}button") if found.get("id") == button)
    assert one.get("imageMso") in IN_EXCEL
    assert all(re.search("[一-鿿]", str(one.get(words))) for words in ("label", "screentip", "supertip"))
    assert str(one.get("supertip")).endswith("。") and len(str(one.get("supertip"))) < 200


def test_where_the_program_is_comes_from_the_settings_of_the_user_only(vba: dict[str, str]) -> None:
    """Nothing of a workbook, its cells or its folder gets near what is started, but its name between quotes."""
    code = "\n".join(line for source in vba.values() for line in source.splitlines() if not line.lstrip().startswith("'"))
    assert re.findall(r"ActiveWorkbook(?:\.\w+)?", code) == ["ActiveWorkbook", "ActiveWorkbook.Name"]
    for word in (
        "Path",
        "FullName",
        "ActiveSheet",
        "CurDir",
        "ChDir",
        "Auto_Open",
        "Workbook_Open",
        "Names(",
        "cmd",
        "Evaluate",
        "Execute",
    ):
        assert word not in code, word
    assert re.findall(r"CreateObject\(.*\)", code) == ['CreateObject("WScript.Shell")']
    assert re.findall(r"GkxlShell\(\)\.(\w+)", code) == ["RegRead", "ExpandEnvironmentStrings", "Run", "Popup"]
    assert code.count("Run commandLine, 1, True") == 1
    assert f'.RegRead("{SETTINGS}\\{SETTING}")' in code, "what addin install writes is what the button reads"


@pytest.mark.parametrize(
    "word", ["MsgBox", "InputBox", "GetSetting", "SaveSetting", "Environ", "Dir(", "Shell(", "FileCopy", "ChrB", "Declare", "Asc("]
)
def test_nothing_is_asked_of_vba_that_knows_the_letters_of_one_code_page_only(word: str, vba: dict[str, str]) -> None:
    """On a computer whose code page lacks them, Chinese words become "????" and a path loses letters."""
    code = "\n".join(line for source in vba.values() for line in source.splitlines() if not line.lstrip().startswith("'"))
    assert not re.search(rf"\b{re.escape(word)}", code)


def test_the_directory_of_the_project_is_as_excel_writes_it(package: zipfile.ZipFile) -> None:
    """[MS-OVBA] 2.3.4.2: what the cookies are written as, each record where it belongs, and no byte after the last one."""
    container = olefile.OleFileIO(BytesIO(package.read("xl/vbaProject.bin")))
    directory = bytes(decompress_stream(bytearray(container.openstream("VBA/dir").read())))
    found = list(records(directory))
    assert sum(6 + len(content) for _, content in found) == len(directory), "nothing after the terminator"
    assert found[-1] == (0x0010, b"")
    assert all(content == b"\xff\xff" for kind, content in found if kind in (0x0013, 0x002C))
    module = [0x0019, 0x0047, 0x001A, 0x0032, 0x001C, 0x0048, 0x0031, 0x001E, 0x002C]
    kinds = [kind for kind, _ in found]
    start = kinds.index(0x000F)
    expected = [0x000F, 0x0013]
    for name in ("ThisWorkbook", "Sheet1", *modules()):
        expected += [*module, 0x0021 if name in modules() else 0x0022, 0x002B]
    assert kinds[start:] == [*expected, 0x0010]
    assert found[start][1] == (2 + len(modules())).to_bytes(2, "little")
    streams = {path[1] for path in container.listdir() if path[0] == "VBA"}
    assert {content.decode("ascii") for kind, content in found if kind == 0x001A} == streams - {"dir", "_VBA_PROJECT"}
    assert {content.decode("utf-16-le") for kind, content in found if kind == 0x0032} == streams - {"dir", "_VBA_PROJECT"}


def test_surplus_bytes_and_cookies_of_a_writer_go_and_a_broken_directory_is_refused() -> None:
    whole = b"\x09\0\x04\0\0\0" + b"\1\2\3\4\5\6" + b"\x2c\0\x02\0\0\0\0\0" + b"\x10\0\0\0\0\0"
    assert as_excel_writes_it(whole + bytes(4)) == whole.replace(b"\x2c\0\x02\0\0\0\0\0", b"\x2c\0\x02\0\0\0\xff\xff")
    for broken in (whole[:-6], whole[:-3], whole[:8], b""):
        with pytest.raises(ValueError):
            as_excel_writes_it(broken)


HOSTILE = ["", "merge & calc", 'merge"', "merge;calc", "../merge", "MERGE", "merge ", "汇总", "%TEMP%"]


@pytest.mark.parametrize("command", [*COMMANDS, *HOSTILE])
def test_a_second_interpreter_of_vba_lets_only_commands_through(command: str) -> None:
    from pyopenvba.apps.excel import ExcelApplication

    excel = ExcelApplication.open(COMMITTED)
    assert bool(excel.run("GkxlIsCommand", command)) == (command in COMMANDS)


def test_a_second_interpreter_of_vba_builds_the_same_command_line() -> None:
    from pyopenvba.apps.excel import ExcelApplication

    excel = ExcelApplication.open(COMMITTED)
    line = str(excel.run("GkxlCommandLine", r"C:\政务 公开\gkxlw.exe", "merge", "报表 100% & (1)=.xlsx", "4711"))
    assert line == r'"C:\政务 公开\gkxlw.exe" ribbon merge --hwnd=4711 --wb="报表 100? & (1)=.xlsx"'
    assert str(excel.run("GkxlCommandLine", "gkxlw.exe", "about", "", "1")) == '"gkxlw.exe" ribbon about --hwnd=1'
