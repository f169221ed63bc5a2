"""Makes the workbooks of this folder and what pandas reads in them. README.md says with which versions."""

import datetime
import json
import pathlib
import sys
import zipfile

import openpyxl
import pandas
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = pathlib.Path(__file__).parent
DAY = datetime.datetime(2024, 2, 29)
NOON = datetime.datetime(2024, 2, 29, 12, 34, 56)


def undated(path):
    """Equal workbooks have equal bytes, whenever they are made."""
    with zipfile.ZipFile(path) as source:
        parts = [(info.filename, source.read(info)) for info in source.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts:
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def by_openpyxl(name, rows, formats=None, is1904=False, more=None):
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime.datetime(2024, 1, 1)
    if is1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "Data"
    for row in rows:
        sheet.append(row)
    for column, code in (formats or {}).items():
        for cell in sheet[column][1:]:
            cell.number_format = code
    if more:
        more(book, sheet)
    book.save(HERE / f"{name}.xlsx")
    undated(HERE / f"{name}.xlsx")


def by_xlsxwriter(name, fill, **options):
    book = xlsxwriter.Workbook(str(HERE / f"{name}.xlsx"), options)
    book.set_properties({"created": datetime.datetime(2024, 1, 1)})
    fill(book)
    book.close()
    undated(HERE / f"{name}.xlsx")


by_openpyxl(
    "times",
    [
        ["time", "to the second", "half of day", "n"],
        [datetime.time(8, 30), datetime.time(8, 30, 15), datetime.time(20, 30), 1],
        [datetime.time(0, 0), datetime.time(23, 59, 59, 999000), datetime.time(0, 30), 2],
        [None, datetime.time(12, 0), None, 3],
    ],
    {"A": "h:mm", "B": "hh:mm:ss.000", "C": "h:mm AM/PM"},
)
by_openpyxl(
    "durations",
    [
        ["took", "minutes", "seconds", "n"],
        [datetime.timedelta(hours=36, minutes=15), datetime.timedelta(minutes=90), datetime.timedelta(seconds=90), 1],
        [datetime.timedelta(days=1000), datetime.timedelta(0), datetime.timedelta(milliseconds=1500), 2],
        [-datetime.timedelta(hours=1, seconds=1), None, datetime.timedelta(days=30), 3],
    ],
    {"A": "[h]:mm:ss", "B": "[mm]", "C": "[s].000"},
)
by_openpyxl(
    "dates",
    [
        ["day", "moment", "mixed", "own format", "time of a date"],
        [DAY, NOON, DAY, NOON, NOON],
        [datetime.datetime(1900, 3, 1), datetime.datetime(9999, 12, 31, 23, 59, 59), NOON, DAY, 0.5],
        [datetime.datetime(1900, 1, 1), datetime.datetime(1970, 1, 1, 0, 0, 0, 1000), "text", None, 45000.25],
        [None, None, 7, DAY, None],
    ],
    {"A": "yyyy-mm-dd", "B": "yyyy-mm-dd hh:mm:ss", "D": 'd". of "mmmm yyyy', "E": "h:mm"},
)
by_openpyxl(
    "since-1904",
    [["day", "moment", "time", "took"], [DAY, NOON, datetime.time(8, 30), datetime.timedelta(hours=30)]],
    {"A": "yyyy-mm-dd", "B": "yyyy-mm-dd hh:mm", "C": "h:mm", "D": "[h]:mm:ss"},
    is1904=True,
)
by_openpyxl(
    "missing",
    [
        ["text", "number", "either", "NA"],
        ["NA", 1, "N/A", "a"],
        ["null", "NA", 2, "b"],
        ["None", None, "x", "nan"],
        ["kept", "n/a", True, "<NA>"],
        ["#N/A", 2.5, "NULL", "-"],
        ["NA ", 3, "none", None],
        ["NA", "null", "nan", "NaN"],
    ],
)


def fill_cells(book):
    sheet = book.add_worksheet("Data")
    bold = book.add_format({"bold": True})
    for column, name in enumerate(["a", "a", "", 2019, True, "b"]):
        sheet.write(0, column, name, bold)
    sheet.write_row(1, 0, [1, 2, 3, 4, True, "x"])
    sheet.write_row(2, 0, [" both ends ", "two\nlines", "two\r\nlines", "a\rb", False, "_x000D_"])
    sheet.write_row(4, 0, [1.5, -1e-7, 1e21, 123456789012345, True, "#REF!"])
    sheet.write_formula(5, 0, "=1/0", None, "#DIV/0!")
    sheet.write_formula(5, 1, "=1+1", None, 2)
    sheet.write_formula(5, 2, '="a"&"b"', None, "ab")
    sheet.write_formula(5, 3, "=NA()", None, "#N/A")
    sheet.write_formula(5, 4, "=TRUE()", None, True)
    sheet.merge_range(6, 0, 6, 2, "merged")
    sheet.write_rich_string(6, 3, "two ", bold, "runs")


by_xlsxwriter("cells", fill_cells)


def fill_orders(book):
    """All that an append must leave as it is: a table, a filter, formulas, widths, rules, a chart, other sheets."""
    money = book.add_format({"num_format": "#,##0.00 [$€-407]", "bg_color": "#FFEE88"})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    clock = book.add_format({"num_format": "hh:mm"})
    sheet = book.add_worksheet("Orders")
    sheet.set_column(0, 0, 14, day)
    sheet.set_column(2, 2, 20, money)
    rows = [
        [datetime.datetime(2024, 1, 15), "tea", 3.5, datetime.time(8, 30), None],
        [datetime.datetime(2024, 1, 16), "milk\r\nfresh", 1.25, datetime.time(17, 45), None],
    ]
    sheet.add_table(0, 0, len(rows), 4, {"name": "Orders", "columns": [
        {"header": "day", "format": day}, {"header": "item"}, {"header": "price", "format": money},
        {"header": "at", "format": clock}, {"header": "double", "formula": "=[@price]*2"}], "data": rows})
    sheet.conditional_format("C2:C100", {"type": "cell", "criteria": ">", "value": 3, "format": money})
    sheet.data_validation("B2:B100", {"validate": "list", "source": ["tea", "milk"]})
    sheet.freeze_panes(1, 0)
    sheet.write_comment("A1", "a note")
    totals = book.add_worksheet("Totals")
    totals.write("A1", "total")
    totals.write_formula("A2", "=SUM(Orders!C:C)", money, 4.75)
    totals.write("B1", "quoted & <tagged>")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Orders!$C$2:$C$3"})
    totals.insert_chart("D2", chart)
    book.define_name("Prices", "=Orders!$C$2:$C$100")
    filtered = book.add_worksheet("Filtered")
    filtered.write_row(0, 0, ["n", "name"])
    filtered.write_row(1, 0, [1, "a"])
    filtered.write_row(2, 0, [2, "b"])
    filtered.autofilter("A1:B3")
    filtered.write_blank(3, 0, None, money)
    filtered.write_blank(3, 1, None, day)
    filtered.set_row(3, 30)
    book.add_worksheet("Empty")


by_xlsxwriter("workbook", fill_orders)


def json_of(cell):
    """A value with its kind: what JSON lacks as text."""
    if cell is None or cell is pandas.NaT or (isinstance(cell, float) and cell != cell):
        return None
    if isinstance(cell, datetime.timedelta):
        return {"duration in ms": round(cell / datetime.timedelta(milliseconds=1))}
    if isinstance(cell, datetime.datetime):
        return {"date": cell.isoformat(timespec="milliseconds") + "Z"}
    if isinstance(cell, datetime.time):
        return {"time": cell.isoformat(timespec="milliseconds")}
    if hasattr(cell, "item"):
        cell = cell.item()
    return int(cell) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53 else cell


def table_of(path, sheet):
    # `object`: what pandas makes of a column's type afterwards is no fact about the cells.
    frame = pandas.read_excel(path, sheet_name=sheet, dtype=object)
    return [{str(name): json_of(cell) for name, cell in row.items()} for row in frame.to_dict(orient="records")]


if __name__ == "__main__":
    expected = {}
    for path in sorted(HERE.glob("*.xlsx")):
        with pandas.ExcelFile(path, engine="openpyxl") as file:
            expected[path.name] = {sheet: table_of(path, sheet) for sheet in file.sheet_names}
    (HERE / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
    print(sys.version, pandas.__version__, openpyxl.__version__, xlsxwriter.__version__)
