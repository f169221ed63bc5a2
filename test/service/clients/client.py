"""What the examples of Taipy's manual do, with Python's own HTTP client. Usage: client.py <base url>"""

import sys
import time

import requests

BASE = sys.argv[1] + "/api/v1"
SETTLED = {"Status." + name for name in ("COMPLETED", "FAILED", "CANCELED", "SKIPPED", "ABANDONED")}


def answer(response, status):
    assert response.status_code == status, (response.request.method, response.url, response.status_code, response.text)
    return response.json()


def only(entities, **fields):
    found = [entity for entity in entities if all(entity[key] == value for key, value in fields.items())]
    assert len(found) == 1, (fields, found)
    return found[0]


def wait_for_jobs():
    deadline = time.monotonic() + 20
    while True:
        jobs = answer(requests.get(BASE + "/jobs"), 200)
        if all(job["status"] in SETTLED for job in jobs):
            return jobs
        assert time.monotonic() < deadline, jobs
        time.sleep(0.05)


# Create a scenario.
created = answer(requests.post(BASE + "/scenarios", params={"config_id": "my_awesome_scenario"}), 201)
assert created["message"] == "Scenario was created."
scenario = created["scenario"]
assert answer(requests.get(f"{BASE}/scenarios/{scenario['id']}"), 200)["scenario"]["id"] == scenario["id"]

# List its data nodes.
nodes = answer(requests.get(BASE + "/datanodes/"), 200)
history = only(nodes, config_id="historical_data_set")
forecast = only(nodes, config_id="forecast_value", owner_id=scenario["id"])
assert forecast["name"] == "First forecast_value data node"

# Submit it and wait for its jobs.
submitted = answer(requests.post(f"{BASE}/scenarios/submit/{scenario['id']}"), 200)
assert submitted["message"] == f"Scenario {scenario['id']} was submitted."
jobs = wait_for_jobs()
assert {job["status"] for job in jobs} == {"Status.COMPLETED"}, jobs
assert answer(requests.get(f"{BASE}/jobs/{jobs[0]['id']}"), 200)["job"]["id"] == jobs[0]["id"]

# Read, write, read.
assert len(answer(requests.get(f"{BASE}/datanodes/{forecast['id']}/read"), 200)["data"]) == 14
value = [{"date": "2016-01-01", "temp_max": 7.5}, {"date": "2016-01-02", "temp_max": None}]
written = answer(requests.put(f"{BASE}/datanodes/{forecast['id']}/write", json=value), 200)
assert written["message"] == f"Data node {forecast['id']} was successfully written."
assert answer(requests.get(f"{BASE}/datanodes/{forecast['id']}/read/"), 200)["data"] == value

# Read with a filter: a JSON body on GET, which requests sends.
body = {"operators": [{"key": "date", "value": "2012-01-02", "operator": "EQUAL"}], "join_operator": "AND"}
rows = answer(requests.get(f"{BASE}/datanodes/{history['id']}/read/", json=body), 200)["data"]
assert [row["temp_max"] for row in rows] == [10.6], rows
body["operators"].append({"key": "date", "value": "2012-01-01", "operator": "EQUAL"})
body["join_operator"] = "OR"
rows = answer(requests.get(f"{BASE}/datanodes/{history['id']}/read/", json=body), 200)["data"]
assert [row["temp_max"] for row in rows] == [12.8, 10.6], rows

# Errors are JSON with Taipy's texts.
missing = answer(requests.post(BASE + "/scenarios/"), 400)
assert missing["message"] == "Config id is missing."
unknown = answer(requests.get(BASE + "/scenarios/nope/"), 404)
assert unknown["message"] == "Scenario: nope does not exist."

# Delete.
for job in jobs:
    gone = answer(requests.delete(f"{BASE}/jobs/{job['id']}"), 200)
    assert gone["message"] == f"Job {job['id']} was deleted."
deleted = answer(requests.delete(f"{BASE}/scenarios/{scenario['id']}"), 200)
assert deleted["message"] == f"Scenario {scenario['id']} was deleted."
answer(requests.get(f"{BASE}/scenarios/{scenario['id']}"), 404)
print("ok")
