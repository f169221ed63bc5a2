// `npm start` checks the configuration each time a file of the application is saved.
import { NO_PROBLEMS } from "./problem-text.mjs";

/**
 * Prints errors and warnings of the configuration when they have changed, and once when none are left.
 * @param {() => Promise<{ output: string, ok: boolean }>} findProblems
 * @param {(text: string) => void} print
 */
export function watchedConfiguration(findProblems, print) {
  let printed = "";
  return {
    /** Checks it, and returns whether it has no errors. */
    isRight: async () => {
      const { output, ok } = await findProblems();
      const isNews = printed !== "" || output.trim() !== NO_PROBLEMS;
      if (output !== printed && isNews) print(output);
      printed = output;
      return ok;
    },
  };
}
