"""Makes the files beside it, and expected.json: their rows as pyarrow reads them (DuckDB for what pyarrow can't read).

python3 -m venv venv && venv/bin/pip install pyarrow==25.0.1 duckdb==1.5.6
node test/formats/parquet/write-shapes.ts && venv/bin/python test/formats/parquet/make.py
"""

import datetime as dt
import json
import math
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent


def write(name, columns, **options):
    pq.write_table(pa.table(columns), HERE / f"{name}.parquet", **options)


def nested(values, type):
    """The values in a list, in a struct, in a map, and in lists of structs of maps."""
    keyed = [None if v is None else [("k", v)] for v in values]
    return {
        "plain": pa.array(values, type),
        "list": pa.array([None] + [[v, None] for v in values[1:]], pa.list_(type)),
        "struct": pa.array([{"m": v} for v in values], pa.struct([("m", type)])),
        "map": pa.array(keyed, pa.map_(pa.string(), type)),
        "deep": pa.array([[{"m": k}, None] for k in keyed], pa.list_(pa.struct([("m", pa.map_(pa.string(), type))]))),
    }


# Decimals -----------------------------------------------------------------------------------------------------------------

CENTS = [Decimal("1.15"), Decimal("0.07"), Decimal("-0.29"), None, Decimal("90071992547409.93"), Decimal("-0.01")]
write("decimals-fixed", nested(CENTS, pa.decimal128(20, 2)))
write("decimals-int64", nested(CENTS, pa.decimal128(18, 2)), store_decimal_as_integer=True)
write("decimals-int32", nested([Decimal("1.15"), Decimal("-2147483.64"), None, Decimal("0.10")], pa.decimal128(9, 2)), store_decimal_as_integer=True)
write("decimals-scale-0", nested([Decimal("9007199254740993"), Decimal(1), None, -(Decimal(10) ** 37)], pa.decimal128(38, 0)))
write("decimals-256", {"a": pa.array([Decimal("1234567890123456789012345678901234567890.123456789012345678901234567890123456"), Decimal("0.000000000000000000000000000000000001"), None], pa.decimal256(76, 36))})

# Times --------------------------------------------------------------------------------------------------------------------

NANOSECONDS = [1_704_070_923_456_789_123, -1, None, 0, -2_208_988_800_000_000_001]
MICROSECONDS = [1_704_070_923_456_789, -1, None, 0, -62_135_596_800_000_000, 253_402_300_799_999_999]
MILLISECONDS = [1_704_070_923_456, -1, None, 0, -62_135_596_800_000]
for unit, values in {"ms": MILLISECONDS, "us": MICROSECONDS, "ns": NANOSECONDS}.items():
    write(f"timestamps-{unit}", nested(values, pa.timestamp(unit)))
    write(f"timestamps-{unit}-zone", {"a": pa.array(values, pa.timestamp(unit, "Europe/Paris"))})
write("timestamps-int96", nested(NANOSECONDS, pa.timestamp("ns")), use_deprecated_int96_timestamps=True)
write("times-ms", nested([0, 45_000_123, None, 86_399_999], pa.time32("ms")))
write("times-us", nested([0, 45_000_123_456, None, 86_399_999_999], pa.time64("us")))
write("times-ns", nested([0, 45_000_123_456_789, None, 86_399_999_999_999], pa.time64("ns")))
write("dates", nested([dt.date(2024, 2, 29), dt.date(1969, 12, 31), None, dt.date(1, 1, 1), dt.date(9999, 12, 31)], pa.date32()))
for unit in ["s", "ms", "us", "ns"]:
    write(f"durations-{unit}", nested([130_500, -1, None, 0], pa.duration(unit)))

# Numbers ------------------------------------------------------------------------------------------------------------------

write("unsigned", nested([2**64 - 1, 0, None, 2**63, 2**53 + 1], pa.uint64()))
write("integers", nested([2**63 - 1, -(2**63), None, 2**53 + 1, -(2**53) - 1], pa.int64()))
write("small-integers", {f"{sign}int{bits}": pa.array([2 ** (bits - (sign == "")) - 1, -(2 ** (bits - 1)) if sign == "" else 0, None], getattr(pa, f"{sign}int{bits}")()) for sign in ["", "u"] for bits in [8, 16, 32]})
write("floats", {"half": pa.array([1.5, -0.0, None, math.inf, 6e-8], pa.float16()), "single": pa.array([0.1, -0.0, None, math.nan, 3e38], pa.float32()), "double": pa.array([0.1, -0.0, None, -math.inf, 5e-324], pa.float64())})

# Texts and names ----------------------------------------------------------------------------------------------------------

write("texts", nested(["\ufeffstarts with a mark", "\x00", None, "", "😀"], pa.string()))
write("bytes", nested([b"\x00\xff", b"", None, b"abc"], pa.binary()))
pq.write_table(pa.Table.from_arrays([pa.array([1, 2]), pa.array(["x", None]), pa.array([0.5, 1.5])], names=["a", "a", "b"]), HERE / "equal-names.parquet")
write("nothing", {"a": pa.nulls(2), "b": pa.array([1, None])})

# Pages and encodings ------------------------------------------------------------------------------------------------------

ROWS = 120
many = {
    "text": pa.array([f"text {n}" for n in range(ROWS)]),
    "price": pa.array([None if n % 7 == 0 else Decimal(n).scaleb(-2) for n in range(ROWS)], pa.decimal128(20, 2)),
    "at": pa.array([n * 1_000_001 for n in range(ROWS)], pa.timestamp("us")),
    "big": pa.array([2**64 - 1 - n for n in range(ROWS)], pa.uint64()),
    "list": pa.array([None if n % 5 == 0 else [n * 2**45] * (n % 4) for n in range(ROWS)], pa.list_(pa.int64())),
}
for version in ["1.0", "2.0"]:
    # The dictionary is full after some pages: the others have values of their own.
    write(f"pages-v{version[0]}", many, data_page_version=version, dictionary_pagesize_limit=200, data_page_size=100, write_batch_size=10)
encodings = {"text": "DELTA_BYTE_ARRAY", "price": "BYTE_STREAM_SPLIT", "at": "DELTA_BINARY_PACKED", "big": "BYTE_STREAM_SPLIT", "list.list.element": "DELTA_BINARY_PACKED"}
write("encodings", many, use_dictionary=False, column_encoding=encodings)
pq.write_table(pa.table(many), HERE / "row-groups.parquet", row_group_size=40)

# DuckDB -------------------------------------------------------------------------------------------------------------------

DUCKDB = """
  select * from (values
    ('6f1ed002-ab5c-4a0f-8c3c-2d5b2a2a5d11'::uuid, 'x'::enum('x', 'y'), interval '2 days 3 hours 0.004 seconds', time '12:30:00.456789', 1.15::decimal(4, 2),
      90071992547409.93::decimal(18, 2), 1234567890123456789.123::decimal(38, 3), timestamp_ns '2024-01-01 00:00:00.123456789', timestamptz '1969-12-31 23:59:59.999999+00',
      date '0001-01-01', 18446744073709551615::ubigint, map {'a': 1.15::decimal(4, 2)}, [interval '1 hour'], '\\xFF'::blob),
    (null, null, null, null, null, null, null, null, null, null, null, null, null, null)
  ) t(uuid, enum, interval, time, d4, d18, d38, ns, tz, date, ubigint, map, intervals, blob)
"""
duckdb.sql(f"copy ({DUCKDB}) to '{HERE / 'duckdb-types.parquet'}' (format parquet)")

# What they have -----------------------------------------------------------------------------------------------------------


def cell(value, type):
    if value is None:
        return None
    if pa.types.is_decimal(type):
        return {"decimal": format(value.as_py(), "f")}
    if pa.types.is_timestamp(type) or pa.types.is_duration(type) or pa.types.is_time(type):
        size = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}[type.unit]
        kind = "timestamp" if pa.types.is_timestamp(type) else "duration" if pa.types.is_duration(type) else "time"
        return {kind: str(value.value * size)}
    if pa.types.is_date(type):
        return {"timestamp": str(value.value * 86_400 * 10**9)}
    if pa.types.is_map(type):
        return {"object": {k.as_py() if isinstance(k.as_py(), str) else str(k.as_py()): cell(v if v.is_valid else None, type.item_type) for k, v in ((e["key"], e["value"]) for e in entries(value, type))}}
    if pa.types.is_list(type) or pa.types.is_large_list(type):
        return [cell(item if item.is_valid else None, type.value_type) for item in value.values]
    if pa.types.is_struct(type):
        return {"object": {field.name: cell(value[field.name] if value[field.name].is_valid else None, field.type) for field in type}}
    plain = value.as_py()
    if isinstance(plain, bytes):
        return {"bytes": plain.hex()}
    if isinstance(plain, float):
        return {"number": repr(plain)}
    return {"number": str(plain)} if isinstance(plain, int) and not isinstance(plain, bool) else plain


def entries(value, type):
    items = value.values
    return ({"key": items.field(0)[n], "value": items.field(1)[n]} for n in range(len(items)))


def rows(path):
    table = pq.ParquetFile(path).read()
    seen = {}
    names = []
    for name in table.column_names:
        names.append(name if name not in seen else f"{name}.{seen[name]}")
        seen[name] = seen.get(name, 0) + 1
    columns = [[cell(v if v.is_valid else None, column.type) for v in column] for column in table.columns]
    return [dict(zip(names, row)) for row in zip(*columns)]


def duckdb_cell(value):
    if isinstance(value, dt.timedelta):
        return {"duration": str((value.days * 86_400 * 10**6 + value.seconds * 10**6 + value.microseconds) * 1000)}
    return [duckdb_cell(item) for item in value] if isinstance(value, list) else value


expected = {path.stem: rows(path) for path in sorted(HERE.glob("*.parquet"))}
# pyarrow has bytes for intervals and for texts of enums and UUIDs.
path = HERE / "duckdb-types.parquet"
for name in ["uuid", "enum", "interval", "intervals"]:
    for row, (value,) in zip(expected["duckdb-types"], duckdb.sql(f"select {name} from '{path}'").fetchall()):
        row[name] = duckdb_cell(value) if name.startswith("interval") else None if value is None else str(value)
lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}" for name, value in expected.items())
(HERE / "expected.json").write_text(f"{{\n{lines}\n}}\n")
