export type EntityKind = "cycle" | "scenario" | "sequence" | "task" | "data_node" | "job" | "submission";
