import { inMemory } from "../../src/storage/in-memory.ts";
import { promisesOfAnyValue } from "../suites/any-value.ts";
import { describeStorageType } from "../suites/storage-type.ts";

describeStorageType(promisesOfAnyValue(inMemory));
