import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../harness/service.ts";
import { answerOf } from "./api.ts";

const ADMIN_KEY = "an-administrators-key-of-this-test-0123456789";
const NAME = "ceo@example.com";

describe("a service that knows its callers", () => {
  let service: Service;
  let node: string;
  const keys: Record<string, { id: string; key: string }> = {};

  const call = (key: string, method: string, path: string, body?: unknown) =>
    service.fetch(path, {
      method,
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const keyOf = (name: string): string => keys[name]?.key ?? "";

  beforeAll(async () => {
    service = await startService({
      entry: "test/service/data-nodes/data-nodes-worker.ts",
      variables: { AUTH_MODE: "required", ADMIN_KEY },
    });
    for (const name of ["ann", "bob"]) {
      const role = { name, roles: ["TAIPY_EDITOR", "TAIPY_EXECUTOR"] };
      const made = await answerOf<{ key: string; api_key: { id: string } }>(
        await call(ADMIN_KEY, "POST", "/api/v1/auth/keys/", role),
        201,
      );
      keys[name] = { id: made.api_key.id, key: made.key };
    }
    const made = await call(keyOf("ann"), "POST", "/api/v1/datanodes/?config_id=document");
    node = (await answerOf<{ datanode: { id: string } }>(made, 201)).datanode.id;
  });

  afterAll(() => service?.stop());

  const write = (name: string, query = "") => call(keyOf(name), "PUT", `/api/v1/datanodes/${node}/write/${query}`, [1]);

  it("shows with each edit which caller has written it, whatever name that caller gave", async () => {
    await answerOf(await write("bob", `?editor_id=${NAME}`), 200);
    await answerOf(await call(ADMIN_KEY, "PUT", `/api/v1/datanodes/${node}/write/`, [2]), 200);
    const edits = await answerOf<{ editor_id: string | null; actor: string }[]>(
      await call(keyOf("ann"), "GET", `/api/v1/datanodes/${node}/edits/`),
      200,
    );
    expect(edits.slice(-2)).toMatchObject([
      { editor_id: NAME, actor: `api_key:${keys.bob?.id}` },
      { editor_id: null, actor: "admin_key:ADMIN_KEY" },
    ]);
  });

  it("lets nobody but an administrator end a reservation that another caller has made", async () => {
    const at = `/api/v1/datanodes/${node}`;
    await answerOf(await call(keyOf("ann"), "POST", `${at}/lock/?editor_id=${NAME}`), 200);
    const attempts = [
      () => write("bob", `?editor_id=${NAME}`),
      () => write("bob"),
      () => call(keyOf("bob"), "PUT", `${at}/content/?editor_id=${NAME}`, [3]),
      () => call(keyOf("bob"), "POST", `${at}/append/?editor_id=${NAME}`, [3]),
      () => call(keyOf("bob"), "POST", `${at}/restore/?edit=1&editor_id=${NAME}`),
      () => call(keyOf("bob"), "POST", `${at}/lock/?editor_id=${NAME}`),
      () => call(keyOf("bob"), "POST", `${at}/unlock/?editor_id=${NAME}`),
      () => call(keyOf("bob"), "POST", `${at}/unlock/`),
    ];
    for (const attempt of attempts) {
      const { message } = await answerOf<{ message: string }>(await attempt(), 423);
      expect(message).toContain(`api_key:${keys.ann?.id} has reserved it: only this caller or TAIPY_ADMIN may`);
    }
    await answerOf(await write("ann", `?editor_id=${NAME}`), 200);
    await answerOf(await call(keyOf("ann"), "POST", `${at}/lock/?editor_id=${NAME}`), 200);
    await answerOf(await call(ADMIN_KEY, "POST", `${at}/unlock/`), 200);
    await answerOf(await write("bob"), 200);
  });
});
