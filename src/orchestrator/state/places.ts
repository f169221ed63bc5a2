import type { JobPlace } from "./store.ts";

// Jobs at a data node, earliest first.

export const withPlace = (places: readonly JobPlace[], place: JobPlace): JobPlace[] =>
  [...withoutPlace(places, place.position), place].sort((one, other) => one.position - other.position);

export const withoutPlace = (places: readonly JobPlace[], position: number): JobPlace[] =>
  places.filter((place) => place.position !== position);
