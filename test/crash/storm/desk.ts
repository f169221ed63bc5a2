import { between } from "../random.ts";
import type { WrittenNode } from "./accepted.ts";
import { appending, type Client, replacing, uploading } from "./client.ts";
import { Journal, Register, tick } from "./register.ts";
import { submit, taskOf } from "./scenarios.ts";

const MAX_ACTIONS = 40;
const LOCK_S = 3;
/** The lock is refused to others for at least so long after it was asked for. */
const SURE_LOCK_MS = LOCK_S * 1_000 - 500;
/** A text of so many lines is above 16 KiB, so it is stored in KV and not in the row. */
const LONG = 3_000;

/** The data nodes of a scenario `desk`, all of which are inputs of its task. */
interface Desk {
  readonly scenarioId: string;
  readonly memo: string;
  readonly report: string;
  readonly sheet: string;
  readonly journal: string;
  /** Shared by all desks. */
  readonly pad: string;
}

/** The default file of the node `sheet`, as its storage type writes it. */
const FIRST_SHEET = "line,text\n0,start\n";

/** Creates a desk; then writes, appends, uploads, reserves and submits in random order. */
export async function workAtDesk(client: Client): Promise<void> {
  const desk = await newDesk(client);
  if (desk === null) return;
  const actions = [writeMemo, writeReport, uploadSheet, appendJournal, writePad, reserveMemo, stamp];
  for (let count = 0; count < MAX_ACTIONS; count += 1) {
    await actions[between(client.random, 0, actions.length - 1)]?.(client, desk);
  }
}

async function newDesk(client: Client): Promise<Desk | null> {
  const created = await client.post<{ scenario: { id: string; tasks: string[] } }>("/scenarios/?config_id=desk");
  if (created.body === null) return null;
  const { id, tasks } = created.body.scenario;
  const task = await taskOf(client, tasks, "stamp");
  if (task === null) return null;
  const [memo = "", report = "", sheet = "", journal = "", pad = ""] = task.input_ids;
  const { nodes, stamps } = client.accepted;
  const memos = new Register(0);
  nodes.set(memo, { register: memos, kind: "value" });
  nodes.set(report, { register: new Register(""), kind: "value" });
  nodes.set(sheet, { register: new Register(FIRST_SHEET), kind: "file" });
  nodes.set(journal, { register: new Journal(), kind: "value" });
  if (!nodes.has(pad)) nodes.set(pad, { register: new Register(0), kind: "value" });
  stamps.set(task.output_ids[0] ?? "", memos);
  return { scenarioId: id, memo, report, sheet, journal, pad };
}

const nodeOf = ({ accepted }: Client, id: string): WrittenNode => {
  const node = accepted.nodes.get(id);
  if (node === undefined) throw new Error(`${id} belongs to no desk`);
  return node;
};

const unique = (): number => tick();

async function writeMemo(client: Client, { memo }: Desk): Promise<void> {
  await client.write(memo, nodeOf(client, memo), replacing, unique());
}

async function writeReport(client: Client, { report }: Desk): Promise<void> {
  await client.write(report, nodeOf(client, report), replacing, `${String(unique()).padStart(8, "0")}\n`.repeat(LONG));
}

async function writePad(client: Client, { pad }: Desk): Promise<void> {
  await client.write(pad, nodeOf(client, pad), replacing, unique());
}

async function appendJournal(client: Client, { journal }: Desk): Promise<void> {
  await client.write(journal, nodeOf(client, journal), appending, unique());
}

async function uploadSheet(client: Client, { sheet }: Desk): Promise<void> {
  const lines = between(client.random, 0, 1) === 0 ? 2 : LONG;
  const text = `line,text\n${`${unique()},entry\n`.repeat(lines)}`;
  await client.write(sheet, nodeOf(client, sheet), uploading, text);
}

const LOCKED = 423;

/** Reserves the node for one editor; another one must be refused until the time is up. */
async function reserveMemo(client: Client, { memo }: Desk): Promise<void> {
  const editor = `editor${unique()}`;
  const startMs = performance.now();
  const { body } = await client.post(`/datanodes/${memo}/lock/?editor_id=${editor}&seconds=${LOCK_S}`, [LOCKED]);
  if (body === null) return;
  const outcome = await client.write(memo, nodeOf(client, memo), replacing, unique(), "someone_else");
  const isTaken = outcome === "accepted" || outcome === "shown";
  if (isTaken && performance.now() - startMs < SURE_LOCK_MS) {
    client.accepted.falseAnswers.push(`${memo} was written by another editor while ${editor} had reserved it`);
  }
  if (between(client.random, 0, 1) === 0) {
    await client.post(`/datanodes/${memo}/unlock/?editor_id=${editor}`, [LOCKED]);
  } else await client.write(memo, nodeOf(client, memo), replacing, unique(), editor);
}

async function stamp(client: Client, { scenarioId }: Desk): Promise<void> {
  await submit(client, scenarioId, between(client.random, 0, 3) === 0);
}
