"""Every call of Taipy's documentation, with curl and with Python's requests, on a fresh service of documented-worker.ts.

Usage: documented.py <base url> <default | strict | unchanged>; unchanged = the service is set to strict, and asked by no header
"""

import json
import subprocess
import sys

import requests

BASE = sys.argv[1] + "/api/v1"
STRICT = sys.argv[2] != "default"
HEADERS = {"Taipy-Compat": "strict"} if sys.argv[2] == "strict" else {}

# The keys that Taipy's server sends, and those that its documentation shows beside them.
SENT = {
    "datanode": "id config_id scope storage_type owner_id parent_ids last_edit_date version validity_days validity_seconds"
    " edit_in_progress",
    "task": "id config_id owner_id parent_ids input_ids function_name function_module output_ids version",
    "sequence": "id owner_id parent_ids tasks version properties subscribers",
    "scenario": "id cycle creation_date primary_scenario properties sequences subscribers tags version",
    "cycle": "id name frequency properties creation_date start_date end_date",
    "job": "id status force creation_date stacktrace",
}
DOCUMENTED = {
    "datanode": "name job_ids cacheable",
    "scenario": "config_id tasks additional_data_nodes",
    "task": "skippable",
    "job": "task_id version",
}
LITERAL = "75750ed8-4e09-4e00-958d-e352ee426cc9"


def curl(method, path, body=None, *, declared=False):
    """As the documentation writes it: -d without a header declares a form, also for JSON."""
    command = ["curl", "-sS", "-X", method, "-w", "\n%{http_code}", BASE + path]
    for name, value in HEADERS.items():
        command += ["-H", f"{name}: {value}"]
    if declared:
        command += ["-H", "Content-Type: application/json"]
    if body is not None:
        command += ["-d", json.dumps(body)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    text, status = answer.rsplit("\n", 1)
    return int(status), json.loads(text)


def python(method, path, body=None, **_):
    given = {} if body is None else {"json": body}
    answer = requests.request(method, BASE + path, headers=HEADERS, timeout=30, allow_redirects=False, **given)
    return answer.status_code, answer.json()


def call(client, status, method, path, body=None, **form):
    found, answer = client(method, path, body, **form)
    assert found == status, (client.__name__, method, path, found, answer)
    return answer


def both(method, path, body=None, **form):
    """The same answer for both clients."""
    answer = call(curl, 200, method, path, body, **form)
    assert call(python, 200, method, path, body, **form) == answer, (method, path)
    return answer


def check(kind, entity):
    sent = set(SENT[kind].split())
    if STRICT:
        assert set(entity) == sent, (kind, set(entity) ^ sent)
    else:
        wanted = sent | set(DOCUMENTED.get(kind, "").split())
        assert set(entity) >= wanted, (kind, wanted - set(entity))
    return entity


def message(kind, entity_id, what, answer):
    name = {"datanode": "Data node"}.get(kind, kind.capitalize())
    assert answer["message"] == f"{name} {entity_id} was {what}.", answer
    assert not STRICT or set(answer) == {"message"}, answer


def refused(status, text, method, path, body=None):
    for client in (curl, python):
        answer = call(client, status, method, path, body)
        assert answer["message"] == text, (method, path, answer)
        assert not STRICT or set(answer) == {"message"}, (method, path, answer)


def created(client, kind, path, body=None, **form):
    answer = call(client, 201, "POST", path, body, **form)
    name = {"datanode": "Data node"}.get(kind, kind.capitalize())
    assert answer["message"] == f"{name} was created.", answer
    assert set(answer) == {"message", kind}, answer
    return answer[kind]


def shown(kind, path, entity):
    """One entity is shown as lists show it; this service may say more of it."""
    answer = both("GET", path)
    assert set(answer) == {kind}, answer
    found = check(kind, answer[kind])
    assert (found == entity) if STRICT else (found | entity == found), (found, entity)


# Without entities each list is empty.
for kind in SENT:
    assert both("GET", f"/{kind}s") == [], kind

# The manual's example: the data nodes of a scenario, as one list.
scenario = check("scenario", created(curl, "scenario", "/scenarios?config_id=my_awesome_scenario"))
nodes = both("GET", "/datanodes/")
assert len(nodes) == 2, nodes
by_config = {node["config_id"]: check("datanode", node) for node in nodes}
forecast, history = by_config["forecast_value"], by_config["historical_data_set"]
version = scenario["version"]
for node, storage_type, name in ((forecast, "pickle", "First forecast_value data node"), (history, "csv", "historical data")):
    config_id = node["config_id"]
    assert node["id"].startswith(f"DATANODE_{config_id}_"), node
    expected = {
        "scope": "Scope.SCENARIO",
        "validity_seconds": None,
        "validity_days": None,
        "storage_type": storage_type,
        "version": version,
        "edit_in_progress": False,
        "owner_id": scenario["id"],
        "config_id": config_id,
    }
    if not STRICT:
        expected |= {"job_ids": [], "cacheable": False, "name": name}
        assert len(expected | {"id": "", "last_edit_date": ""}) == 13
    assert {key: node[key] for key in expected} == expected, node
assert forecast["last_edit_date"] is None, forecast
assert history["last_edit_date"] is not None, history

# Data nodes.
for node in nodes:
    shown("datanode", f"/datanodes/{node['id']}", node)
rows = [{"Date": "1981-01-01", "Temp": 20.7}, {"Date": "1981-01-02", "Temp": 17.9}, {"Date": "1981-01-03", "Temp": 18.8}]
assert both("GET", f"/datanodes/{history['id']}/read") == {"data": rows}
condition = {"key": "Date", "value": "1981-01-02", "operator": "EQUAL"}
filtered = {"operators": [condition], "join_operator": "AND"}
assert both("GET", f"/datanodes/{history['id']}/read", filtered, declared=True) == {"data": rows[1:2]}
value = [{"path": "/abc", "type": 1}, {"path": "/def", "type": 2}]
for client in (curl, python):
    message("datanode", forecast["id"], "successfully written", call(client, 200, "PUT", f"/datanodes/{forecast['id']}/write", value))
    assert both("GET", f"/datanodes/{forecast['id']}/read") == {"data": value}
    node = created(client, "datanode", "/datanodes?config_id=historical_data_set")
    assert node["name"] == "DATA_NODE" and node["storage_type"] == "csv", node
(loose,) = [node for node in both("GET", "/datanodes") if node["owner_id"] is None]
missing = f"DATANODE_my_config_{LITERAL}"
for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/read")):
    refused(404, f"DataNode: {missing} does not exist.", method, f"/datanodes/{missing}{path}")
refused(404, f"DataNode: {missing} does not exist.", "PUT", f"/datanodes/{missing}/write", value)
refused(404, "Data node config: nothing does not exist.", "POST", "/datanodes?config_id=nothing")
refused(400, "Config id is missing.", "POST", "/datanodes")
message("datanode", loose["id"], "deleted", call(curl, 200, "DELETE", f"/datanodes/{loose['id']}"))
again = created(python, "datanode", "/datanodes?config_id=forecast_value")
(loose,) = [node for node in both("GET", "/datanodes") if node["owner_id"] is None]
message("datanode", loose["id"], "deleted", call(python, 200, "DELETE", f"/datanodes/{loose['id']}"))

# Tasks.
(task,) = both("GET", "/tasks")
shown("task", f"/tasks/{check('task', task)['id']}", task)
for client in (curl, python):
    own = check("task", created(client, "task", "/tasks?config_id=my_task_config"))
    message("task", task["id"], "submitted", call(client, 200, "POST", f"/tasks/submit/{task['id']}"))
    message("task", own["id"], "deleted", call(client, 200, "DELETE", f"/tasks/{own['id']}"))
missing = f"TASK_my_config_{LITERAL}"
for method, path in (("GET", ""), ("DELETE", ""), ("POST", "submit/")):
    refused(404, f"Task: {missing} does not exist.", method, f"/tasks/{path}{missing}")
refused(404, "Task config: nothing does not exist.", "POST", "/tasks?config_id=nothing")

# Sequences.
for client, name in ((curl, "sequence"), (python, "my other")):
    body = {"scenario_id": scenario["id"], "sequence_name": name, "tasks": []}
    own = check("sequence", created(client, "sequence", "/sequences", body))
    assert own["id"] == f"SEQUENCE_{name.replace(' ', 'TPSPACE')}_{scenario['id']}", own
    assert own["id"] in [sequence["id"] for sequence in both("GET", "/sequences")]
    shown("sequence", f"/sequences/{own['id']}", own)
    message("sequence", own["id"], "submitted", call(client, 200, "POST", f"/sequences/submit/{own['id']}"))
    message("sequence", own["id"], "deleted", call(client, 200, "DELETE", f"/sequences/{own['id']}"))
missing = f"SEQUENCE_my_config_{LITERAL}"
for method, path in (("GET", ""), ("DELETE", ""), ("POST", "submit/")):
    refused(404, f"Sequence: {missing} does not exist.", method, f"/sequences/{path}{missing}")
body = {"scenario_id": "SCENARIO_scenario_id", "sequence_name": "sequence", "tasks": []}
refused(404, "Scenario: SCENARIO_scenario_id does not exist.", "POST", "/sequences", body)

# Scenarios.
for client in (curl, python):
    own = check("scenario", created(client, "scenario", "/scenarios?config_id=my_awesome_scenario"))
    shown("scenario", f"/scenarios/{own['id']}", own)
    message("scenario", own["id"], "submitted", call(client, 200, "POST", f"/scenarios/submit/{own['id']}"))
    (output,) = [node for node in both("GET", "/datanodes") if node["owner_id"] == own["id"] and node["config_id"] == "forecast_value"]
    assert both("GET", f"/datanodes/{output['id']}/read") == {"data": 3}
    message("scenario", own["id"], "deleted", call(client, 200, "DELETE", f"/scenarios/{own['id']}"))
assert [entity["id"] for entity in both("GET", "/scenarios")] == [scenario["id"]]
missing = f"SCENARIO_{LITERAL}"
for method, path in (("GET", ""), ("DELETE", ""), ("POST", "submit/")):
    refused(404, f"Scenario: {missing} does not exist.", method, f"/scenarios/{path}{missing}")
refused(404, "Scenario config: my_scenario_config does not exist.", "POST", "/scenarios?config_id=my_scenario_config")

# Cycles.
(cycle,) = both("GET", "/cycles")
shown("cycle", f"/cycles/{check('cycle', cycle)['id']}", cycle)
day = "2020-01-01T00:00:00"
body = {"frequency": "DAILY", "properties": {}, "creation_date": day, "start_date": day, "end_date": day}
for client in (curl, python):
    own = check("cycle", created(client, "cycle", "/cycles", body, declared=True))
    dates = {name: day for name in ("creation_date", "start_date", "end_date")}
    assert own == own | dates | {"frequency": "Frequency.DAILY", "name": "Wednesday, 01. January 2020", "properties": {}}, own
    message("cycle", own["id"], "deleted", call(client, 200, "DELETE", f"/cycles/{own['id']}"))
missing = f"CYCLE_223894_{LITERAL}"
for method in ("GET", "DELETE"):
    refused(404, f"Cycle: {missing} does not exist.", method, f"/cycles/{missing}")

# Jobs.
ended = [check("job", job) for job in both("GET", "/jobs")]
assert {job["status"] for job in ended} == {"Status.COMPLETED"}, ended
for client in (curl, python):
    own = check("job", created(client, "job", "/jobs?task_id=my_task_config"))
    shown("job", f"/jobs/{own['id']}", own)
    message("job", own["id"], "cancelled", call(client, 200, "POST", f"/jobs/cancel/{own['id']}"))
    assert both("GET", f"/jobs/{own['id']}")["job"]["status"] == "Status.CANCELED"
    message("job", own["id"], "deleted", call(client, 200, "DELETE", f"/jobs/{own['id']}"))
missing = f"JOB_my_task_config_{LITERAL}"
for method, path in (("GET", ""), ("DELETE", ""), ("POST", "cancel/")):
    refused(404, f"Job: {missing} does not exist.", method, f"/jobs/{path}{missing}")
refused(404, f"Task config: TASK_my_config_{LITERAL} does not exist.", "POST", f"/jobs?task_id=TASK_my_config_{LITERAL}")
print("ok")
