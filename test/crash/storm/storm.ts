import { Client, type ClientOptions } from "./client.ts";
import { workAtDesk } from "./desk.ts";
import { napAndCancel, napAndLeave, runAndDelete } from "./interruptions.ts";
import { passGate, runScenario } from "./scenarios.ts";

/** What each client does over and over again. */
const CLIENTS: readonly (readonly [count: number, work: (client: Client) => Promise<void>])[] = [
  [14, runScenario],
  [6, workAtDesk],
  [3, napAndCancel],
  [2, runAndDelete],
  [2, napAndLeave],
];
/** With a limit of jobs at a time, which the last release does not have. */
const LIMITED: typeof CLIENTS = [[3, passGate]];

export interface StormOptions extends ClientOptions {
  readonly hasLimits: boolean;
  /** The storm ends when so many more submissions have been accepted; then `onGoal` is called. */
  readonly goal: number;
  readonly onGoal: () => void;
}

/** Clients use the service side by side until the goal is reached or the service is gone. */
export async function storm({ goal, onGoal, hasLimits, ...options }: StormOptions): Promise<void> {
  const { submissions } = options.accepted;
  const total = submissions.size + goal;
  const isOver = () => submissions.size >= total;
  const watch = setInterval(() => {
    if (!isOver()) return;
    clearInterval(watch);
    onGoal();
  }, 1);
  try {
    const clients = hasLimits ? [...CLIENTS, ...LIMITED] : CLIENTS;
    await Promise.all(clients.flatMap(([count, work]) => Array.from({ length: count }, () => use(work))));
  } finally {
    clearInterval(watch);
  }

  async function use(work: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client(options);
    try {
      for (;;) await work(client);
    } catch (error) {
      // fetch throws a TypeError when the connection breaks.
      if (!(error instanceof TypeError)) options.accepted.refusals.push(String(error));
    }
  }
}
