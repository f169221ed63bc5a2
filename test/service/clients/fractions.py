"""Random documents, written and read with Python's requests: numbers keep their types. Usage: fractions.py <base url> <seed>"""

import json
import random
import sys

import requests

BASE = sys.argv[1] + "/api/v1"
SEED = int(sys.argv[2])
DOCUMENTS = 60
DEPTH = 4
WRITTEN = ["1.0", "-0.0", "0.0", "1e3", "1E-2", "2.50", "1e16", "1.5e17", "-7e0", "1e22", "0", "-1", "12345678901234567890", "1e-7"]

random.seed(SEED)


def number():
    if random.random() < 0.6:
        return random.choice(WRITTEN)
    value = random.choice([random.uniform(-1e6, 1e6), float(random.randint(-10**6, 10**6)), random.randint(-(10**20), 10**20)])
    return json.dumps(value)


def document(depth):
    """A text of JSON, with the numbers as they are written."""
    kind = random.random()
    if depth == 0 or kind < 0.5:
        return number() if kind < 0.4 else random.choice(['"1.0"', '"é☃"', "null", "true", "[]", "{}"])
    parts = [document(depth - 1) for _ in range(random.randint(0, 4))]
    if kind < 0.75:
        return "[" + " , ".join(parts) + "]"
    return "{" + ", ".join(f'"{chr(97 + index)}" : {part}' for index, part in enumerate(parts)) + "}"


def call(method, path, status=200, **given):
    answer = requests.request(method, BASE + path, timeout=30, **given)
    assert answer.status_code == status, (method, path, answer.status_code, answer.text)
    return answer


def text(value):
    """As Python writes it; the types of numbers show."""
    return json.dumps(value, sort_keys=True)


call("POST", "/scenarios", 201, params={"config_id": "numbers"})
nodes = {node["config_id"]: node["id"] for node in call("GET", "/datanodes").json()}
assert sorted(nodes) == ["as_json", "as_pickle"], nodes
for step in range(DOCUMENTS):
    sent = document(DEPTH)
    # A value of more than 16 KiB lies in KV.
    if step % 3 == 0:
        sent = "[" + json.dumps("x" * 20_000) + ", " + sent + "]"
    for node in nodes.values():
        call("PUT", f"/datanodes/{node}/write", data=sent.encode(), headers={"Content-Type": "application/json"})
        read = call("GET", f"/datanodes/{node}/read").json()["data"]
        assert text(read) == text(json.loads(sent)), f"seed {SEED}, {node}\nsent {sent[:2_000]}\nread {text(read)[:2_000]}"

# The rows of a table, a filter on them, and an upload.
rows = [{"a": 1.0, "b": 1}, {"a": 2.0, "b": 2}, {"a": 2.5, "b": 3}]
for name, node in nodes.items():
    call("PUT", f"/datanodes/{node}/write", json=rows)
    for value in (2, 2.0):
        body = {"operators": [{"key": "a", "value": value, "operator": "GREATER_OR_EQUAL"}], "join_operator": "AND"}
        read = call("GET", f"/datanodes/{node}/read", json=body).json()["data"]
        assert text(read) == text(rows[1:]), read
    uploaded = b'{"a": [1.0, 2], "b": -0.0}'
    call("PUT", f"/datanodes/{node}/content", data=uploaded, headers={"Content-Type": "application/json"})
    read = call("GET", f"/datanodes/{node}/read").json()["data"]
    assert text(read) == text(json.loads(uploaded)), read
call("PUT", f"/datanodes/{nodes['as_json']}/write", json=[1.0])
call("POST", f"/datanodes/{nodes['as_json']}/append", json=[2.0, 3])
read = call("GET", f"/datanodes/{nodes['as_json']}/read").json()["data"]
assert text(read) == text([1.0, 2.0, 3]), read
print("ok")
