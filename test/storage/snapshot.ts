import type { DataNodeSnapshot } from "../../src/core/entities/data-node.ts";
import type { PayloadStore } from "../../src/storage/types.ts";

/** A data node of an application without history. */
export const snapshotOf = (parts: Partial<DataNodeSnapshot>): DataNodeSnapshot => ({
  id: "DATANODE_subject_1",
  config_id: "subject",
  version: "latest",
  domain: "d",
  scope: "SCENARIO",
  storage_type: "pickle",
  owner_id: null,
  validity_days: null,
  validity_seconds: null,
  properties: {},
  last_edit_date: null,
  edit_number: 0,
  edit_in_progress: false,
  editor_id: null,
  editor_expiration_date: null,
  revision: 0,
  payload: null,
  ...parts,
});

const refuse = () => Promise.reject(new Error("values that lie outside have no payload"));

/** For storage types that keep nothing here. */
export const unusedPayloads: PayloadStore = { put: refuse, getText: refuse, getBytes: refuse };
