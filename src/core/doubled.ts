/** A delay that doubles each time, up to a longest one. @param times how often it has been doubled, 0 or more */
export const doubled = (first: number, longest: number, times: number): number => Math.min(first * 2 ** times, longest);
