import { describe, expect, it } from "vitest";
import { ConfigurationError, type ConfigurationIssue } from "../../../src/core/config/check/issue.ts";
import { type AppOptions, defineApp } from "../../../src/core/config/dsl/index.ts";

const work = () => 1;
const functions = { f: { work } };
const drivers = { mongodb: { MongoClient: class {} } };

function issuesOf(toml: string, options: AppOptions = {}): readonly ConfigurationIssue[] {
  try {
    return defineApp({ toml, functions, drivers, ...options }).warnings;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues;
    throw error;
  }
}

const TASK = '[TASK.t]\nfunction = "f.work:function"\ninputs = ["a"]\noutputs = ["b"]\n[DATA_NODE.a]\n[DATA_NODE.b]\n';
const SCENARIO = `${TASK}[SCENARIO.s]\ntasks = ["t"]\n`;
const SQL = '[DATA_NODE.x]\nstorage_type = "sql"\ndb_name = "n"\ndb_username = "u"\ndb_password = "ENV[P]"\n';
const QUERIES = 'read_query = "SELECT 1"\nwrite_query_builder = "f.work:function"\n';

interface Rule {
  readonly level?: "WARNING";
  readonly field: string;
  readonly section: string;
  readonly tag: string;
  readonly value?: unknown;
  readonly message: RegExp;
  readonly wrong: string;
  readonly right: string;
}

const DATA_NODE = { section: "DATA_NODE.x", tag: "DataNodeConfigChecker" } as const;
const OF_TASK = { section: "TASK.t", tag: "TaskConfigChecker" } as const;
const OF_SCENARIO = { section: "SCENARIO.s", tag: "ScenarioConfigChecker" } as const;

const node = (line: string) => `[DATA_NODE.x]\n${line}\n`;
const task = (line: string) => TASK.replace("[TASK.t]\n", `[TASK.t]\n${line}\n`);

/** Taipy's rules in their order. A rule about several fields has several rows. */
const RULES: Readonly<Record<string, Rule>> = {
  "1 an id belongs to one kind": {
    field: "config_id",
    section: "",
    tag: "ConfigIdChecker",
    value: "x",
    message: /more than one section: DATA_NODE, SCENARIO/,
    wrong: `${SCENARIO}[DATA_NODE.x]\n[SCENARIO.x]\ntasks = ["t"]`,
    right: `${SCENARIO}[DATA_NODE.x]\n[SCENARIO.y]\ntasks = ["t"]`,
  },
  "2 the repository type": {
    level: "WARNING",
    field: "repository_type",
    section: "CORE",
    tag: "CoreSectionChecker",
    value: "mongo",
    message: /one of `filesystem`, `sql`/,
    wrong: '[CORE]\nrepository_type = "mongo"',
    right: '[CORE]\nrepository_type = "sql"',
  },
  "3 empty ids of data nodes": {
    field: "config_id",
    section: "DATA_NODE.",
    tag: "DataNodeConfigChecker",
    value: "",
    message: /empty `config_id`/,
    wrong: '[DATA_NODE.""]',
    right: "[DATA_NODE.x]",
  },
  "3 empty ids of tasks": {
    field: "config_id",
    section: "TASK.",
    tag: "TaskConfigChecker",
    value: "",
    message: /empty `config_id`/,
    wrong: TASK.replace("TASK.t", 'TASK.""'),
    right: TASK,
  },
  "3 empty ids of scenarios": {
    field: "config_id",
    section: "SCENARIO.",
    tag: "ScenarioConfigChecker",
    value: "",
    message: /empty `config_id`/,
    wrong: SCENARIO.replace("SCENARIO.s", 'SCENARIO.""'),
    right: SCENARIO,
  },
  "4 the reserved property": {
    ...DATA_NODE,
    field: "_entity_owner",
    value: "me",
    message: /the name is reserved/,
    wrong: node('_entity_owner = "me"'),
    right: node('entity_owner = "me"'),
  },
  "4 the reserved property of tasks": {
    ...OF_TASK,
    field: "_entity_owner",
    value: "me",
    message: /the name is reserved/,
    wrong: task('_entity_owner = "me"'),
    right: task('entity_owner = "me"'),
  },
  "4 the reserved property of scenarios": {
    ...OF_SCENARIO,
    field: "_entity_owner",
    value: "me",
    message: /the name is reserved/,
    wrong: `${SCENARIO}_entity_owner = "me"`,
    right: `${SCENARIO}entity_owner = "me"`,
  },
  "5 attributes of tasks": {
    field: "id",
    section: "DATA_NODE.function",
    tag: "DataNodeConfigChecker",
    value: "function",
    message: /attribute of every task/,
    wrong: "[DATA_NODE.function]",
    right: "[DATA_NODE.functions]",
  },
  "6 attributes of scenarios": {
    field: "id",
    section: "TASK.cycle",
    tag: "TaskConfigChecker",
    value: "cycle",
    message: /attribute of every scenario/,
    wrong: TASK.replace("TASK.t", "TASK.cycle"),
    right: TASK.replace("TASK.t", "TASK.cycles"),
  },
  "6 also as data nodes": {
    field: "id",
    section: "DATA_NODE.subscribers",
    tag: "DataNodeConfigChecker",
    value: "subscribers",
    message: /attribute of every scenario/,
    wrong: "[DATA_NODE.subscribers]",
    right: "[DATA_NODE.subscriber]",
  },
  "7 storage types": {
    ...DATA_NODE,
    field: "storage_type",
    value: "floppy",
    message: /must be one of `pickle`/,
    wrong: node('storage_type = "floppy"'),
    right: node('storage_type = "parquet"'),
  },
  "8 scopes": {
    ...DATA_NODE,
    field: "scope",
    value: "PLANET",
    message: /must be one of `SCENARIO`, `CYCLE`, `GLOBAL`/,
    wrong: node('scope = "PLANET"'),
    right: node('scope = "CYCLE:SCOPE"'),
  },
  "9 validity periods": {
    ...DATA_NODE,
    field: "validity_period",
    value: "1w",
    message: /a duration such as/,
    wrong: node('validity_period = "1w"'),
    right: node('validity_period = "7d:timedelta"'),
  },
  "10 required properties": {
    ...DATA_NODE,
    field: "collection_name",
    message: /needs the property `collection_name`/,
    wrong: node('storage_type = "mongo_collection"\ndb_name = "n"'),
    right: node('storage_type = "mongo_collection"\ndb_name = "n"\ncollection_name = "c"'),
  },
  "10 required properties of the default": {
    level: "WARNING",
    field: "aws_s3_object_key",
    section: "DATA_NODE.default",
    tag: "DataNodeConfigChecker",
    message: /needs the property `aws_s3_object_key`/,
    wrong: '[DATA_NODE.default]\nstorage_type = "s3_object"\nbinding = "BUCKET"',
    right: '[DATA_NODE.default]\nstorage_type = "s3_object"\nbinding = "BUCKET"\naws_s3_object_key = "k"',
  },
  "10 required properties of tables": {
    ...DATA_NODE,
    field: "table_name",
    message: /needs the property `table_name`/,
    wrong: `${SQL.replace('"sql"', '"sql_table"')}db_engine = "postgresql"`,
    right: `${SQL.replace('"sql"', '"sql_table"')}db_engine = "postgresql"\ntable_name = "t"`,
  },
  "10 credentials of databases on servers": {
    ...DATA_NODE,
    field: "db_password",
    message: /needs the property `db_password`/,
    wrong: `${SQL}db_engine = "postgresql"\n${QUERIES}`.replace(/db_password.*\n/, ""),
    right: `${SQL}db_engine = "postgresql"\n${QUERIES}`,
  },
  "11 functions of data nodes": {
    ...DATA_NODE,
    field: "write_query_builder",
    value: "f.work",
    message: /must be a function/,
    wrong: `${SQL}db_engine = "postgresql"\n${QUERIES}`.replace("f.work:function", "f.work"),
    right: `${SQL}db_engine = "postgresql"\n${QUERIES}`,
  },
  "11 functions that append": {
    ...DATA_NODE,
    field: "append_query_builder",
    value: "f.work",
    message: /must be a function/,
    wrong: `${SQL}db_engine = "postgresql"\n${QUERIES}append_query_builder = "f.work"`,
    right: `${SQL}db_engine = "postgresql"\n${QUERIES}append_query_builder = "f.work:function"`,
  },
  "11 functions that read": {
    ...DATA_NODE,
    field: "read_fct",
    value: "f.work",
    message: /must be a function/,
    wrong: node('storage_type = "generic"\nread_fct = "f.work"'),
    right: node('storage_type = "generic"\nread_fct = "f.work:function"'),
  },
  "11 functions that write": {
    ...DATA_NODE,
    field: "write_fct",
    value: "f.work",
    message: /must be a function/,
    wrong: node('storage_type = "generic"\nwrite_fct = "f.work"'),
    right: node('storage_type = "generic"\nwrite_fct = "f.work:function"'),
  },
  "12 arguments of generic data nodes": {
    ...DATA_NODE,
    field: "read_fct_args",
    value: 7,
    message: /must be a list/,
    wrong: node('storage_type = "generic"\nread_fct = "f.work:function"\nread_fct_args = "7:int"'),
    right: node('storage_type = "generic"\nread_fct = "f.work:function"\nread_fct_args = ["7:int"]'),
  },
  "12 arguments for writing": {
    ...DATA_NODE,
    field: "write_fct_args",
    value: 7,
    message: /must be a list/,
    wrong: node('storage_type = "generic"\nwrite_fct = "f.work:function"\nwrite_fct_args = "7:int"'),
    right: node('storage_type = "generic"\nwrite_fct = "f.work:function"\nwrite_fct_args = ["7:int"]'),
  },
  "13 generic data nodes have a function": {
    ...DATA_NODE,
    field: "read_fct, write_fct",
    message: /Either `read_fct` or `write_fct`/,
    wrong: node('storage_type = "generic"'),
    right: node('storage_type = "generic"\nwrite_fct = "f.work:function"'),
  },
  "14 exposed types": {
    ...DATA_NODE,
    field: "exposed_type",
    value: "polars",
    message: /must be one of/,
    wrong: node('storage_type = "csv"\nexposed_type = "polars"'),
    right: node('storage_type = "csv"\nexposed_type = "modin"'),
  },
  "15 memory is of one process": {
    ...DATA_NODE,
    field: "storage_type",
    value: "in_memory",
    message: /while the job mode is `standalone`/,
    wrong: `[JOB]\nmode = "standalone"\n${node('storage_type = "in_memory"')}`,
    right: `[JOB]\nmode = "development"\n${node('storage_type = "in_memory"')}`,
  },
  "16 job modes": {
    field: "mode",
    section: "JOB",
    tag: "JobConfigChecker",
    value: "cluster",
    message: /must be one of `development`, `standalone`/,
    wrong: '[JOB]\nmode = "cluster"',
    right: '[JOB]\nmode = "standalone"',
  },
  "17 tasks have a function": {
    ...OF_TASK,
    field: "function",
    message: /must not be empty/,
    wrong: TASK.replace(/function = .*\n/, ""),
    right: TASK,
  },
  "17 that can be called": {
    ...OF_TASK,
    field: "function",
    value: "f.work",
    message: /must be callable/,
    wrong: TASK.replace("f.work:function", "f.work"),
    right: TASK,
  },
  "18 tasks without inputs": {
    ...OF_TASK,
    level: "WARNING",
    field: "inputs",
    message: /`inputs` of task `t` is empty/,
    wrong: TASK.replace(/inputs = .*\n/, ""),
    right: TASK,
  },
  "18 tasks without outputs": {
    ...OF_TASK,
    level: "WARNING",
    field: "outputs",
    message: /`outputs` of task `t` is empty/,
    wrong: TASK.replace('outputs = ["b"]', "outputs = []"),
    right: TASK,
  },
  "19 inputs are data nodes": {
    ...OF_TASK,
    field: "inputs",
    message: /must be a list of data node configs/,
    wrong: TASK.replace('inputs = ["a"]', "inputs = [1]"),
    right: TASK,
  },
  "19 outputs are data nodes": {
    ...OF_TASK,
    field: "outputs",
    message: /must be a list of data node configs/,
    wrong: TASK.replace('outputs = ["b"]', "outputs = { b = true }"),
    right: TASK,
  },
  "20 data nodes of a task are no properties of it": {
    ...OF_TASK,
    field: "id",
    value: "b",
    message: /also the name of a property of its task `t`/,
    wrong: task('b = "x"'),
    right: task('c = "x"'),
  },
  "21 scenarios without tasks": {
    ...OF_SCENARIO,
    level: "WARNING",
    field: "tasks",
    message: /`tasks` of scenario `s` is empty/,
    wrong: "[SCENARIO.s]",
    right: SCENARIO,
  },
  "22 tasks of scenarios": {
    ...OF_SCENARIO,
    field: "tasks",
    message: /must be a list of task configs/,
    wrong: `${TASK}[SCENARIO.s]\ntasks = { t = "t" }`,
    right: SCENARIO,
  },
  "22 additional data nodes": {
    ...OF_SCENARIO,
    field: "additional_data_nodes",
    message: /must be a list of data node configs/,
    wrong: `${SCENARIO}additional_data_nodes = [1]\n[DATA_NODE.c]`,
    right: `${SCENARIO}additional_data_nodes = ["c"]\n[DATA_NODE.c]`,
  },
  "22 sequences": {
    ...OF_SCENARIO,
    field: "sequences",
    message: /must be a list of task configs/,
    wrong: `${SCENARIO}sequences = { q = [1] }`,
    right: `${SCENARIO}sequences = { q = ["t"] }`,
  },
  "23 frequencies": {
    ...OF_SCENARIO,
    field: "frequency",
    value: "HOURLY",
    message: /must be one of `DAILY`/,
    wrong: `${SCENARIO}frequency = "HOURLY"`,
    right: `${SCENARIO}frequency = "DAILY:FREQUENCY"`,
  },
  "24 comparators are a map": {
    ...OF_SCENARIO,
    field: "comparators",
    message: /must be a map of data node ids to functions/,
    wrong: `${SCENARIO}comparators = ["f.work:function"]`,
    right: `${SCENARIO}comparators = { b = "f.work:function" }`,
  },
  "24 of data nodes": {
    ...OF_SCENARIO,
    field: "comparators",
    value: "z",
    message: /names `z`, which is the id of no data node/,
    wrong: `${SCENARIO}comparators = { z = ["f.work:function"] }`,
    right: `${SCENARIO}comparators = { b = ["f.work:function"] }`,
  },
  "24 to functions": {
    ...OF_SCENARIO,
    field: "comparators",
    message: /must have a function or a list of functions for `b`/,
    wrong: `${SCENARIO}comparators = { b = ["f.work"] }`,
    right: `${SCENARIO}comparators = { b = ["f.work:function"] }`,
  },
  "25 additional data nodes that tasks use": {
    ...OF_SCENARIO,
    level: "WARNING",
    field: "additional_data_nodes",
    value: "a",
    message: /also an input or output of its tasks/,
    wrong: `${SCENARIO}additional_data_nodes = ["a"]`,
    right: `${SCENARIO}additional_data_nodes = ["c"]\n[DATA_NODE.c]`,
  },
  "26 tasks of sequences": {
    ...OF_SCENARIO,
    field: "sequences",
    value: "u",
    message: /uses the task `u`, which the scenario does not have/,
    wrong: `${SCENARIO}sequences = { q = ["u"] }\n${TASK.split("[DATA_NODE")[0]?.replace("TASK.t", "TASK.u")}`,
    right: `${SCENARIO}sequences = { q = ["t"] }`,
  },
  "27 names of sequences": {
    ...OF_SCENARIO,
    field: "sequences",
    value: "team",
    message: /has the name of a property/,
    wrong: `${SCENARIO}team = "x"\nsequences = { team = ["t"] }`,
    right: `${SCENARIO}team = "x"\nsequences = { other = ["t"] }`,
  },
  "27 that are ids of data nodes": {
    ...OF_SCENARIO,
    field: "sequences",
    value: "b",
    message: /has the id of a data node/,
    wrong: `${SCENARIO}sequences = { b = ["t"] }`,
    right: `${SCENARIO}sequences = { bb = ["t"] }`,
  },
  "27 that are ids of tasks": {
    ...OF_SCENARIO,
    field: "sequences",
    value: "t",
    message: /has the id of a task/,
    wrong: `${SCENARIO}sequences = { t = ["t"] }`,
    right: `${SCENARIO}sequences = { tt = ["t"] }`,
  },
  "28 tasks and properties of scenarios": {
    ...OF_SCENARIO,
    field: "id",
    value: "t",
    message: /task id `t` is also the name of a property of scenario `s`/,
    wrong: `${SCENARIO}t = "x"`,
    right: `${SCENARIO}u = "x"`,
  },
  "28 data nodes and properties of scenarios": {
    ...OF_SCENARIO,
    field: "id",
    value: "b",
    message: /data node id `b` is also the name of a property of scenario `s`/,
    wrong: `${SCENARIO}b = "x"`,
    right: `${SCENARIO}c = "x"`,
  },
  "28 tasks and data nodes of scenarios": {
    ...OF_SCENARIO,
    field: "id",
    value: "b",
    message: /task id `b` is also the id of a data node of scenario `s`/,
    wrong: SCENARIO.replaceAll("TASK.t", "TASK.b").replace('["t"]', '["b"]'),
    right: SCENARIO,
  },
};

/** What to do about it. */
const ADVICE = /\b(?:must|should|use|give|rename|remove|add|choose|set)\b/i;

describe("the rules of Taipy's checkers", () => {
  it("are 28, each with an example", () => {
    const numbers = new Set(Object.keys(RULES).map((name) => Number(name.split(" ", 1)[0])));
    expect([...numbers]).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
  });

  it.each(Object.entries(RULES))("%s", (_, { level = "ERROR", wrong, right, message, ...expected }) => {
    const { section, tag, field } = expected;
    const found = issuesOf(wrong).filter((issue) => issue.tag === tag && message.test(issue.message));
    expect(found, wrong).toHaveLength(1);
    expect(found[0]).toMatchObject({ level, field, tag, ...(section !== "" && { section }) });
    expect(found[0]?.message).toMatch(ADVICE);
    if ("value" in expected) expect(found[0]?.value).toEqual(expected.value);
    if (section !== "") {
      const { line = 0, column = 0, source } = found[0]?.position ?? {};
      expect(source, wrong).toBe(wrong.split("\n")[line - 1]);
      expect(column).toBeGreaterThan(0);
    }
    if (level === "ERROR") expect(() => defineApp({ toml: wrong, functions, drivers })).toThrow(ConfigurationError);
    expect(issuesOf(right)).toEqual([]);
  });
});
