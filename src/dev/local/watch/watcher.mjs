// Watches what the service is made of: the folders of its sources, its configuration, files of variables, static files.
// docs/decisions/093-one-watcher-for-all-files.md
import path from "node:path";
import { performance } from "node:perf_hooks";
import { watch } from "chokidar";

/** What this command and `npm run deploy` write among the static files. */
const OWN_FILE = /^taipy-edge\.\w+\.json(?:\.\d+\.part)?$/;
/** One save is several events, and `git checkout` saves many files. */
const QUIET_MS = 100;
/** When this process began. */
const BEGIN_MS = performance.timeOrigin;
/** Files of variables, beside those of `--env-file`. */
const VARIABLE_FILE = /^\.(?:dev\.vars|env)(?:\.|$)/;
/** Folders whose files are not the developer's. */
const FOREIGN = /(?:^|[\\/])(?:node_modules|\.git|\.wrangler)(?:[\\/]|$)/;

/**
 * @param {object} given
 * @param {string} given.folder of the project
 * @param {readonly string[]} given.files are followed, whether they exist or not
 * @param {string} given.dataFolder is never followed
 * @param {(changed: readonly string[]) => void} given.onChange gets the absolute paths when no further one has changed for a moment
 * @returns {{ follow(more: { folders?: readonly string[], inputs?: readonly string[] }): void, close(): Promise<void> }}
 *   `inputs` are files of the bundle: their folders are followed, so that a file that is missing is noticed when it appears
 */
export function watchProject({ folder, files, dataFolder, onChange }) {
  const single = new Set(files);
  const trees = new Set();
  const isWithin = (file, parent) => file.startsWith(parent + path.sep);
  const isFollowed = (file) =>
    single.has(file) ||
    (path.dirname(file) === folder && VARIABLE_FILE.test(path.basename(file))) ||
    ([...trees].some((tree) => isWithin(file, tree)) &&
      !FOREIGN.test(path.relative(folder, file)) &&
      !OWN_FILE.test(path.basename(file)) &&
      !isWithin(file, dataFolder));
  /** Folders are entered only on the way to what counts. */
  const isIgnored = (name) => {
    const file = path.resolve(name);
    const isOnTheWay = file === folder || trees.has(file) || [...trees, ...single].some((one) => isWithin(one, file));
    return !isOnTheWay && !isFollowed(file);
  };

  const changed = new Set();
  let timer;
  const notify = () => {
    const all = [...changed];
    changed.clear();
    onChange(all);
  };
  const outside = files
    .map((file) => path.dirname(file))
    .filter((parent) => parent !== folder && !isWithin(parent, folder));
  const watcher = watch([folder, ...new Set(outside)], { ignored: isIgnored, ignoreInitial: false, alwaysStat: true });
  watcher.on("all", (event, name, stats) => {
    const file = path.resolve(name);
    if (event.endsWith("Dir") || !isFollowed(file)) return;
    // What the watcher finds at first is not new, unless it was saved while the service started.
    if (event === "add" && stats !== undefined && stats.ctimeMs < BEGIN_MS) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(notify, QUIET_MS);
  });
  // Such as a folder that can't be read. The others are still followed.
  watcher.on("error", (error) => console.error(`Some files can't be watched: ${error.message}`));

  const followFolder = (tree) => {
    if (trees.has(tree) || tree === folder) return;
    trees.add(tree);
    watcher.add(tree);
  };
  return {
    follow({ folders = [], inputs = [] }) {
      for (const tree of folders) followFolder(tree);
      for (const file of inputs.filter((name) => !FOREIGN.test(path.relative(folder, name)))) {
        const [first, ...others] = path.relative(folder, file).split(path.sep);
        if (others.length === 0) single.add(file);
        else followFolder(first === ".." ? path.dirname(file) : path.join(folder, first));
      }
    },
    close() {
      clearTimeout(timer);
      return watcher.close();
    },
  };
}
