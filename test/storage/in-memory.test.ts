import { promisesOfAnyValue } from "../suites/any-value.ts";
import { describeStorageType } from "../suites/storage-type.ts";

describeStorageType(promisesOfAnyValue("in_memory"));
