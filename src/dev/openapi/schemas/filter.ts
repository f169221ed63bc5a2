import * as z from "zod";
import { FILTER_OPERATORS, JOIN_OPERATORS } from "../../../core/values/filter.ts";
import { component } from "../components.ts";

const Condition = component(
  "FilterCondition",
  z.object({
    key: z.string().describe("A column, or the key of an object."),
    value: z.unknown().describe("What is compared with; null when absent."),
    operator: z.enum(FILTER_OPERATORS),
  }),
);

export const ReadFilter = component(
  "ReadFilter",
  z
    .object({
      operators: z.array(Condition).describe("The conditions; none = everything."),
      join_operator: z.enum(JOIN_OPERATORS).optional().describe("Default: `AND`."),
    })
    .describe("Which rows of a value are read."),
);
