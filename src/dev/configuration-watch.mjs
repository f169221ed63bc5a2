// `npm start` checks the configuration each time a file of the application is saved.
import { NO_PROBLEMS } from "./problem-text.mjs";

/**
 * Prints errors and warnings of the configuration when they have changed, and once when none are left.
 * @param {() => Promise<{ output: string, ok: boolean }>} findProblems
 * @param {(text: string) => void} print
 */
export function watchedConfiguration(findProblems, print) {
  let printed = "";
  let isRightNow = false;
  let wasWrong = false;
  const waiting = [];
  const isRight = async () => {
    const { output, ok } = await findProblems();
    const isNews = printed !== "" || output.trim() !== NO_PROBLEMS;
    if (output !== printed && isNews) print(output);
    printed = output;
    isRightNow = ok;
    wasWrong ||= !ok;
    if (ok) for (const resolve of waiting.splice(0)) resolve();
    return ok;
  };
  return {
    isRight,
    /** Whether the configuration is wrong, or was since the last call: the service may end only after the error was fixed. */
    hasBeenWrong: async () => {
      await isRight();
      const answer = wasWrong;
      wasWrong = !isRightNow;
      return answer;
    },
    becomesRight: () => (isRightNow ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
