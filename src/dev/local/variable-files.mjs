// Watches the files of variables, which wrangler reads and does not watch: an AUTH_MODE or a key counts when it is saved.
import { watch } from "node:fs";
import path from "node:path";

const NAME = /^\.(?:dev\.vars|env)(?:\.|$)/;
/** One save is several events. */
const PAUSE_MS = 100;

/**
 * @param {{ folder: string, envFiles?: readonly string[] }} files `folder` has the configuration; `envFiles` are those of flags
 * @param {() => void} onChange
 * @returns {() => void} ends it
 */
export function watchVariableFiles({ folder, envFiles = [] }, onChange) {
  const given = new Set(envFiles.map((file) => path.resolve(folder, file)));
  const isOne = (directory, name) => given.has(path.join(directory, name)) || (directory === folder && NAME.test(name));
  let timer;
  const directories = new Set([folder, ...[...given].map((file) => path.dirname(file))]);
  const watchers = [...directories].map((directory) =>
    watch(directory, { persistent: false }, (_, name) => {
      if (name === null || !isOne(directory, name)) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, PAUSE_MS);
    }).on("error", () => undefined),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
