import { TaipyError } from "../../core/errors.ts";
import { toldWithout } from "../settings/without-secrets.ts";

/** The driver's errors that say what a server, or the driver itself, does not take. All its others are failures to reach one. */
const REFUSALS: ReadonlySet<string> = new Set([
  "MongoServerError",
  "MongoBulkWriteError",
  "MongoWriteConcernError",
  "MongoInvalidArgumentError",
  "MongoParseError",
  "MongoMissingCredentialsError",
  "BSONError",
]);

/** What went wrong with MongoDB, without the secrets. What is no error of the driver stays as it is. */
export function mongoRefusal(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof Error) || !/^(?:Mongo|BSON)/.test(error.name)) return error;
  const told = toldWithout(error, secrets);
  return REFUSALS.has(error.name)
    ? new TaipyError("invalid_value", `MongoDB has refused this: ${told}.`)
    : new TaipyError("database_unavailable", `The MongoDB server can't be reached: ${told}.`);
}
