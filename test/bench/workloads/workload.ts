import type { Fleet, Instance } from "../fleet.ts";
import type { Call } from "./load.ts";

/** The calls to one runtime: gives the call for a turn of a connection. */
export type Calls = (connection: number, turn: number) => Call;

/** One side of a workload; the sides are measured alternately. */
export interface Side {
  readonly name: string;
  /** A floor that the others of the workload are compared with. */
  readonly isFloor: boolean;
  on(fleet: Fleet): Promise<Instance>;
  /** Creates the data that the calls need. It runs once on each runtime on which the side is measured or counted. */
  prepare(instance: Instance): Promise<Calls>;
  /** Whether it is also run on a counting runtime. */
  readonly counted: boolean;
}

export interface Workload {
  readonly name: string;
  readonly connections: number;
  readonly sides: readonly Side[];
  /** Each round makes exactly this number of calls, each with its own preparation, instead of as many as its time allows. */
  readonly fixed?: { readonly calls: number; readonly rounds: number };
}

export const floorSide = (name: string, prepare: Side["prepare"]): Side => ({
  name,
  isFloor: true,
  on: (fleet) => fleet.floor(),
  prepare,
  counted: true,
});

export const productSide = (name: string, prepare: Side["prepare"]): Side => ({
  name,
  isFloor: false,
  on: (fleet) => fleet.product(),
  prepare,
  counted: true,
});

/** The service with a store of `size` entities of each kind. */
export const storeSide = (name: string, size: number, prepare: Side["prepare"], counted: boolean): Side => ({
  name,
  isFloor: false,
  on: (fleet) => fleet.store(size),
  prepare,
  counted,
});

/** The service that requires a key, with the usual number of entities. */
export const guardedSide = (name: string, prepare: Side["prepare"]): Side => ({
  name,
  isFloor: false,
  on: (fleet) => fleet.guarded(),
  prepare,
  counted: true,
});

/** The same call for every connection and turn. */
export const always = (call: Call) => async (): Promise<Calls> => () => call;
