// node src/dev/page-files.mjs [folder]: collects the files that /swagger-ui and /redoc-ui load, which come from this Worker and
// not from a CDN. npm runs it before wrangler reads `[assets] directory` of wrangler.toml. The names of scripts and styles contain
// the hash of their content, so that browsers may keep them for ever; manifest.json maps their plain names to these.
import { createHash } from "node:crypto";
// docs/decisions/037-page-files-are-made-by-npm.md
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL("../http/pages/browser/", import.meta.url));
const FOLDER = fileURLToPath(new URL("../../dist/pages/", import.meta.url));

/** Redoc fetches a logo from a CDN, and shows none if that fails. The replacement fails without a request. */
const LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg";
const NO_LOGO = "data:,";

/** Plain name → function that reads the file. */
const HASHED = {
  "page.css": () => own("page.css"),
  "swagger-ui.init.js": () => own("swagger-ui.init.js"),
  "redoc.init.js": () => own("redoc.init.js"),
  "swagger-ui.css": () => packaged("swagger-ui-dist", "swagger-ui.css"),
  "swagger-ui-bundle.js": () => packaged("swagger-ui-dist", "swagger-ui-bundle.js"),
  "redoc.standalone.js": async () => withoutLogo(await packaged("redoc", "bundles/redoc.standalone.js")),
};

/** Licences, under the names to which the first comments of the scripts refer. */
const LICENCES = {
  "swagger-ui.LICENSE.txt": () => packaged("swagger-ui-dist", "LICENSE"),
  "swagger-ui.NOTICE.txt": () => packaged("swagger-ui-dist", "NOTICE"),
  "swagger-ui-bundle.js.LICENSE.txt": () => packaged("swagger-ui-dist", "swagger-ui-bundle.js.LICENSE.txt"),
  "redoc.LICENSE.txt": () => packaged("redoc", "LICENSE"),
  "redoc.standalone.js.LICENSE.txt": () => packaged("redoc", "bundles/redoc.standalone.js.LICENSE.txt"),
};

await collect(path.resolve(process.argv[2] ?? FOLDER));

async function collect(folder) {
  await mkdir(folder, { recursive: true });
  const manifest = {};
  const files = new Map();
  for (const [name, read] of Object.entries(HASHED)) {
    const text = withoutSourceMap(await read());
    manifest[name] = hashedName(name, text);
    files.set(manifest[name], text);
  }
  for (const [name, read] of Object.entries(LICENCES)) files.set(name, await read());
  files.set("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);

  for (const [name, text] of files) await put(folder, name, text);
  const left = (await readdir(folder)).filter((name) => !files.has(name));
  for (const name of left) await rm(path.join(folder, name), { force: true });
}

/** Writes by renaming, because several processes may do this at once; skips an equal file, so that watchers are not notified. */
async function put(folder, name, text) {
  const file = path.join(folder, name);
  if ((await readFile(file, "utf8").catch(() => null)) === text) return;
  const part = `${folder}.${process.pid}.part`;
  await writeFile(part, text);
  await rename(part, file);
}

function hashedName(name, text) {
  const { name: stem, ext } = path.parse(name);
  return `${stem}.${createHash("sha256").update(text).digest("hex").slice(0, 16)}${ext}`;
}

function own(name) {
  return readFile(path.join(HERE, name), "utf8");
}

function packaged(name, file) {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return readFile(path.join(path.dirname(manifest), file), "utf8");
}

function withoutLogo(text) {
  if (text.split(LOGO).length !== 2) throw new Error(`redoc no longer has ${LOGO} once: find out what it fetches now.`);
  return text.replace(LOGO, NO_LOGO);
}

/** Source maps are not served. */
function withoutSourceMap(text) {
  return text.replace(/\n(?:\/\/#|\/\*#) sourceMappingURL=.*$/, "\n");
}
