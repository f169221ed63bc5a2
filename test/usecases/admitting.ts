import type { App } from "../../src/core/config/app-types.ts";
import { type Admitted, judgeConfiguration } from "../../src/core/planning/admission.ts";

/** Admits the application's configuration without a database, as if it were kept under its version number already. */
export const admitting = (app: Pick<App, "core">) => async (): Promise<Admitted> =>
  judgeConfiguration(app.core, "{}", "{}").admitted;
