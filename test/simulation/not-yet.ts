/** Faults and promises that wait for their mend. */
export const NOT_YET = {
  hangingD1: true,
  throwingSqlite: true,
  failingSetAlarm: true,
  dueTimers: true,
  ownFaultOnly: true,
  unreachableObjects: true,
} as const;
