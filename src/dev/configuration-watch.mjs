// What `npm start` does when a file of the application is saved.
import { NO_PROBLEMS } from "./problem-text.mjs";

/**
 * Prints the problems of a configuration once, as long as they stay the same, warnings among them; also that there are none
 * any more.
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
    /** Whether it is wrong, or was since this was asked last: a service takes its time to end of it, and may be told late. */
    hasBeenWrong: async () => {
      await isRight();
      const answer = wasWrong;
      wasWrong = !isRightNow;
      return answer;
    },
    becomesRight: () => (isRightNow ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
