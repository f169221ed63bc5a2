import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Service } from "../../harness/service.ts";

/** A text of the storage, and the place that holds it. */
export interface StoredText {
  readonly place: string;
  readonly text: string;
}

/** All that a service has stored: each row of each table of D1 and of the objects, each key and value of KV and R2. */
export async function storedTexts(service: Service, folder: string): Promise<readonly StoredText[]> {
  return [...(await inD1(service)), ...(await inKv(service)), ...(await inR2(service)), ...inObjects(folder)];
}

const TABLES = `SELECT name FROM sqlite_master WHERE type = 'table'
  AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name <> 'd1_migrations' ORDER BY name`;

async function inD1({ miniflare }: Service): Promise<StoredText[]> {
  const db = await miniflare.getD1Database("DB");
  const tables = await db.prepare(TABLES).all<{ name: string }>();
  const found = tables.results.map(async ({ name }) => {
    const { results } = await db.prepare(`SELECT * FROM ${name}`).all();
    return results.map((row) => ({ place: `D1 ${name}`, text: JSON.stringify(row) }));
  });
  return (await Promise.all(found)).flat();
}

async function inKv({ miniflare }: Service): Promise<StoredText[]> {
  const kv = await miniflare.getKVNamespace("PAYLOADS");
  const { keys } = await kv.list();
  const found = keys.map(async ({ name }) => ({ place: "KV", text: `${name} ${await kv.get(name)}` }));
  return Promise.all(found);
}

async function inR2({ miniflare }: Service): Promise<StoredText[]> {
  const bucket = await miniflare.getR2Bucket("LARGE_PAYLOADS");
  const { objects } = await bucket.list();
  const found = objects.map(async ({ key }) => ({
    place: "R2",
    text: `${key} ${await (await bucket.get(key))?.text()}`,
  }));
  return Promise.all(found);
}

function inObjects(folder: string): StoredText[] {
  const objects = path.join(folder, "do");
  if (!existsSync(objects)) throw new Error(`No objects lie in ${folder}`);
  return readdirSync(objects, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sqlite") && path.basename(name) !== "metadata.sqlite")
    .flatMap((name) => {
      const database = new DatabaseSync(path.join(objects, name), { readOnly: true, timeout: 10_000 });
      try {
        const tables = database.prepare(TABLES).all() as { name: string }[];
        return tables.flatMap(({ name: table }) =>
          database
            .prepare(`SELECT * FROM "${table}"`)
            .all()
            .map((row) => ({ place: `object ${table}`, text: JSON.stringify(row) })),
        );
      } finally {
        database.close();
      }
    });
}
