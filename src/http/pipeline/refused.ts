import type { ConfigurationError } from "../../core/config/check/issue.ts";
import { json } from "../output/answers.ts";
import { setSecurityHeaders } from "./security-headers.ts";

const REFUSED = "The configuration has errors: see the log.";

/** The answer to everything while the configuration is wrong. The problems are shown to those who test, else only logged. */
export function refusedAnswer({ issues }: ConfigurationError, isTesting: boolean, url: URL): Response {
  const errors = issues.map(({ level, section, field, message, position }) => ({
    level,
    section,
    field,
    message,
    ...(position !== undefined && { file: position.file, line: position.line, column: position.column }),
  }));
  const answer = json({ message: REFUSED, ...(isTesting && { errors }) }, { status: 503 });
  setSecurityHeaders(answer.headers, url);
  return answer;
}
