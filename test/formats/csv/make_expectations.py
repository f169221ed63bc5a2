"""Writes files/*.csv and expected.json: what pandas reads from each file, cell by cell.

python3 -m venv venv && venv/bin/pip install pandas==3.0.6 && venv/bin/python test/formats/csv/make_expectations.py
"""

import json
import math
import pathlib
import shutil
import sys

import pandas

HERE = pathlib.Path(__file__).parent
FILES = HERE / "files"
shutil.rmtree(FILES, ignore_errors=True)
FILES.mkdir()
expected = []


def cell(value):
    """Text and booleans as they are, null for a missing cell, numbers as a list of their kind and their digits."""
    if value is None or value is pandas.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        return value
    if type(value).__name__ in ("bool", "bool_"):
        return bool(value)
    if type(value).__name__.startswith("float"):
        return ["float", repr(float(value))]
    return ["int", str(int(value))]


def add(name, content, encoding="utf-8", has_header=True):
    data = content.encode(encoding) if isinstance(content, str) else content
    (FILES / f"{name}.csv").write_bytes(data)
    # `round_trip` reads fractions as Python does; pandas' faster reader differs from it in the last digit.
    table = pandas.read_csv(
        FILES / f"{name}.csv",
        encoding=encoding,
        header=0 if has_header else None,
        float_precision="round_trip",
        low_memory=False,
    )
    columns = [table.iloc[:, at].tolist() for at in range(table.shape[1])]
    rows = [[cell(value) for value in row] for row in zip(*columns)]
    expected.append(
        {
            "file": name,
            "encoding": encoding,
            "has_header": has_header,
            "columns": [str(column) for column in table.columns],
            "rows": rows,
        }
    )


def one_row(name, texts):
    """Each text alone in a column, so that pandas finds the type of each."""
    quoted = ['"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text for text in texts]
    add(name, ",".join(f"c{at}" for at in range(len(texts))) + "\n" + ",".join(quoted) + "\n")


# Ends of lines.
add("line-ends-lf", "a,b\n1,x\n2,y\n")
add("line-ends-crlf", "a,b\r\n1,x\r\n2,y\r\n")
add("line-ends-cr", "a,b\r1,x\r2,y\r")
add("line-ends-mixed", "a,b\r\n1,x\n2,y\r3,z\r\r\n4,w")
add("line-ends-mixed-quoted", 'a,b\r\n"x",p\n"y",q\r"z\r\n",r\r\n')
add("line-ends-one-quoted-column", 'a\r\n"x"\r\ny\nz\r\n')
add("line-end-missing", "a,b\n1,x")

# Lines without text.
add("blank-lines", "\n\na,b\n1,x\n\n   \n\t\n2,y\n \t \r\n\r\n3,z\n\n")
add("blank-lines-of-one-column", 'a\n1\n\n  \n""\n2\n')
add("no-break-space-lines", "a\n1\n\u00a0\n\u2003\n2\n")
add("no-break-space-numbers", "a,b,c\n\u00a012,1,1\n13,2\u00a0,2.5\n")
add("control-character-lines", "a\n1\n\x0b\n\x0c\n2\n")

# Quotes.
add("quotes", 'a,b\n"x,1","y ""q"" z"\n"two\nlines",""\n"","""\n"""\n')
add("text-after-quotes", 'a,b\n"x"y,1\n"x" ,2\n"x"y"z",3\n"x""y"z,4\n" x",5\n')
add("text-before-quotes", 'a,b\nx"y",1\n "x,2\n"" ,3\n')
add("quoted-numbers", 'a,b\n"1","True"\n"2","False"\n')
add("quoted-header", '"a\nb","c,d","e""f"\n1,2,3\n')

# Columns.
add("years", "country,2019,2020\nFR,1,2\nDE,3,4\n")
add("equal-names", "a,a,,a,b.1,b,b\n1,2,3,4,5,6,7\n")
add("empty-names", ",\n1,2\n")
add("short-rows", "a,b,c\n1\n1,2\n1,2,3\n")
add("headerless", "FR,1,2.5\nDE,,3\n", has_header=False)
add("mark", '\ufeff"a",b\n1,2\n')
add("two-marks", "\ufeff\ufeffa\n\ufeff1\n")

# Types.
MISSING = "#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|None|n/a|nan|null".split("|")
one_row("missing", MISSING + ["none", "NAN", "Null", " NA", "NA ", "-", "?", "nil", "NaT", "#N/A!", "n.a."])
add("missing-beside", "a,b,c,d\nNA,NA,NA,NA\n1,x,True,1.5\n,,,\n")
add("booleans", "a,b,c,d,e\nTrue,TRUE,true,tRuE,True\nFalse,FALSE,false,False,x\n,True,True,False,\n")
add("booleans-and-numbers", "a,b\nTrue,1\n1,True\n")
one_row(
    "numbers",
    (
        "1|+1|--1|1.|.1|.|+.5|-|+|1e|1e5|1E5|1e+|1e+5|1e-5|1d5|0x1F|1_000|1,0|1 2|1 |\t1| 1|1\t|\x0b1|1.5 | 1.5|007|-0|-0.0|00|1..2"
        "|1.2.3|1e1.5|1 e5|e5|\uff11|\u0663|\u00bd|5%|$5|(5)|1f|1l|1j|1n|0.1|0.30000000000000004|1.0|1e22|1e23|3.4e38|5e-324|1e-400"
        "|2.2250738585072011e-308|1.7976931348623157e308|1e400|-1e400|123456789012345678901234567890.5|9007199254740993.0"
        "|2024-01-02|12:30|1:2|0b1|0o7|1e0|-1.5e-3|--|True1|1True"
    ).split("|"),
)
one_row("infinities", "inf|-inf|+inf|INF|Infinity|-infinity|+Infinity| inf|inf |infin|-infin|infinit|in".split("|"))
one_row(
    "integers",
    (
        "9007199254740991|9007199254740992|9007199254740993|-9007199254740993|9223372036854775807|-9223372036854775808"
        "|9223372036854775808|18446744073709551615|18446744073709551616|-9223372036854775809|100000000000000000000"
        "|123456789012345678901234567890|+9007199254740993|009007199254740993| 9007199254740993 |0000000000000000000000000012"
    ).split("|"),
)
add("big-integers", "id,n\n9007199254740993,1\n5,2\n7,3\n")
add("big-integers-beside-missing", "id,n\n9007199254740993,1\n,2\n18446744073709551615,3\n")
add("big-integers-beside-fractions", "id\n9007199254740993\n0.5\n")
add("big-integers-of-both-signs", "id\n18446744073709551615\n-1\n")
add("big-integers-beside-text", "id\n18446744073709551616\nx\n")
add("floats-beside-missing", "a,b\n1,1.0\n,\n3,2.5\n")
add("leading-zeros", "zip,phone\n01234,+4912345\n00501,0049123\n")

# Encodings: every character of those of one byte a character, and some of the others.
ONE_BYTE = ["ascii", "latin-1", "cp874", "cp866", "koi8-r", "mac-roman", "mac-cyrillic"]
ONE_BYTE += [f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)]
ONE_BYTE += [f"cp125{page}" for page in range(9)]
for encoding in ONE_BYTE:
    lines = [b"byte,text\n"]
    for byte in range(0x20, 0x100):
        if bytes([byte]) in b'",':
            continue
        try:
            bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            continue
        lines.append(b"%d,_" % byte + bytes([byte]) + b"\n")
    add(f"encoding-{encoding}", b"".join(lines), encoding)
for encoding in ["gbk", "gb2312", "cp932", "shift_jis", "euc_jp", "cp949", "euc_kr"]:
    pairs = []
    for first in range(0x81, 0xFF):
        for second in range(0x40 + first % 7, 0xFF, 7):
            pair = bytes([first, second])
            try:
                # A pair of the private use area stands for no character.
                if len(pair.decode(encoding)) == 1 and not "\ue000" <= pair.decode(encoding) <= "\uf8ff":
                    pairs.append(pair)
            except UnicodeDecodeError:
                pass
    # Those that browsers, and so the platform, read as other characters than Python.
    codes = "8160 8161 817c 8191 8192 81ca" if encoding in ("cp932", "shift_jis") else "a1a4 a1aa a1c1 a1c2 a1dd a1f1 a1f2 a2cc"
    special = b"".join(bytes.fromhex(code) for code in codes.split())
    add(f"encoding-{encoding}", b"text\n_" + b"".join(pairs[:600]) + b"\n_" + special + b"\n", encoding)
TEXT = "name,n\nJos\u00e9,1\n\u6771\u4eac,2\n\U0001f600,3\n"
for encoding in ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]:
    add(f"encoding-{encoding}", TEXT, encoding)
add("encoding-utf-16-big-endian-mark", "\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), "utf-16")
add("encoding-utf-32-big-endian-mark", "\ufeff".encode("utf-32-be") + TEXT.encode("utf-32-be"), "utf-32")
add("encoding-utf-8-with-mark", "\ufeff" + TEXT, "utf-8")

versions = {"pandas": pandas.__version__, "python": sys.version.split()[0]}
lines = ",\n".join(json.dumps(entry) for entry in expected)
(HERE / "expected.json").write_text(f'{{\n"versions": {json.dumps(versions)},\n"files": [\n{lines}\n]\n}}\n')
