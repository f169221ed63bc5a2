/** Faults and promises that wait for their mend. */
export const NOT_YET = {
  hangingD1: false,
  throwingSqlite: false,
  failingSetAlarm: false,
  dueTimers: false,
  ownFaultOnly: false,
  unreachableObjects: false,
} as const;
