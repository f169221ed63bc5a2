// What `npm start` does when a file of the application is saved.

/**
 * Prints the problems of a configuration once, as long as they stay the same; also that there are none any more.
 * @param {() => Promise<{ output: string, ok: boolean }>} findProblems
 * @param {(text: string) => void} print
 */
export function watchedConfiguration(findProblems, print) {
  let printed = "";
  const waiting = [];
  const isRight = async () => {
    const { output, ok } = await findProblems();
    if (output !== printed && !(ok && printed === "")) print(output);
    printed = output;
    if (ok) for (const resolve of waiting.splice(0)) resolve();
    return ok;
  };
  return { isRight, becomesRight: () => new Promise((resolve) => waiting.push(resolve)) };
}
