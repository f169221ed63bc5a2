import { expect, it } from "vitest";
import { EMPTY_DELETION } from "../../../src/core/planning/deletion-plan.ts";
import { d1Tables } from "../world/d1-tables.ts";

const NODE = `INSERT INTO data_nodes (id, config_id, version, domain, scope, storage_type, properties, edit_number,
  edit_in_progress, revision) VALUES (?1, ?1, 'latest', ?1, 'GLOBAL', 'pickle', '{}', 0, 0, 0)`;
const TASK = `INSERT INTO tasks (id, config_id, version, domain, input_ids, output_ids, function_name, function_module,
  skippable, properties) VALUES (?1, ?1, 'latest', ?2, '[]', '[]', 'reads', 'app', 0, '{}')`;
const PARENT = "INSERT INTO parents (child_id, parent_id) VALUES (?1, ?2)";

it("The drain of a deletion notes each object whose jobs may have read the data node, which the sweep has it forget", () => {
  const d1 = d1Tables();
  d1.run(NODE, "DATANODE_read");
  for (const domain of ["pool/any/0", "SCENARIO_of_0_1_0"]) {
    d1.run(TASK, `TASK_in_${domain}`, domain);
    d1.run(PARENT, "DATANODE_read", `TASK_in_${domain}`);
  }
  d1.drain({ deletedDataNodes: ["DATANODE_read"] });
  expect(d1.rows("SELECT domain FROM deleted_nodes ORDER BY domain")).toEqual([
    { domain: "DATANODE_read" },
    { domain: "SCENARIO_of_0_1_0" },
    { domain: "pool/any/0" },
  ]);
});

it("A wait that a scenario's object has left in D1 when it lost its state goes with the scenario, and no other wait does", () => {
  const d1 = d1Tables();
  for (const domain of ["SCENARIO_gone", "SCENARIO_of_another"])
    d1.run("INSERT INTO foreign_waits (data_node_id, domain) VALUES ('DATANODE_read', ?1)", domain);
  const scenarios = [{ id: "SCENARIO_gone", domain: "SCENARIO_gone" }];
  d1.removeAll({ ...EMPTY_DELETION, scenarios, survivors: ["DATANODE_read"] });
  expect(d1.rows("SELECT domain FROM foreign_waits")).toEqual([{ domain: "SCENARIO_of_another" }]);
});
