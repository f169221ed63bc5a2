/** Differences that no recorded exchange shows, by their kind. All stay with `Taipy-Compat: strict`, unless a line says otherwise. */
export interface UnrecordedKind {
  readonly kind: string;
  readonly differences: readonly string[];
}

export const UNRECORDED: readonly UnrecordedKind[] = [
  {
    kind: "Statuses",
    differences: [
      "401, 403 and 429: the service asks for credentials, checks roles and counts calls (`npm start` does not).",
      "413, 414 and 422: a body, a URL or a value is larger than [the limits](docs/api.md#limits).",
      "423: an editor has reserved the data node through `/lock/`, which Taipy's API does not have. Taipy's writes ignore the locks of its Core.",
      "502, 503 and 507: a system that holds a value, the platform or a full database refuses; 503 comes with `Retry-After`.",
      "202 with a `note`: the change is safe, and the database does not show it yet. With `strict` it is Taipy's 200 or 201, without the note.",
      "A wrong method is a 405 with and without the slash at the path's end, and an unknown path a 404 as JSON.",
    ],
  },
  {
    kind: "Keys",
    differences: [
      "Without `strict` answers hold the fields that Taipy documents and does not send, those of this service, and in errors the members of an RFC 9457 problem.",
      "With `strict` a new data node is answered as Taipy does in its tests: the configuration, without an id. Of `parquet` and `s3_object`, for which Taipy has no schema and answers 500, it is `name`, `storage_type` and `scope`.",
    ],
  },
  {
    kind: "Parameters and bodies",
    differences: [
      "Without `strict` this service's own query parameters count on Taipy's paths: `limit`, `cursor`, `page`, `per_page`, `version`, `wait`, `timeout`, `force`, `cost`, `cascade`, `editor_id`, `comment`, `operators`, `join_operator`, `columns`, `offset`, `edit`, `at`. A wrong value of one is a 400, and so is any other parameter, or one that is given twice. With `strict` they are ignored, as Taipy does.",
      "Without `strict` `name`, `creation_date`, `tags` and `properties` of a new scenario and the options of a submission count, in the query or in the body. Any other member of a body, at any depth, and any member where Taipy reads no body is a 400. With `strict` they are ignored where Taipy ignores them.",
      "Without `strict` `tasks` in the body of a new sequence is another name of `task_ids`, as in Taipy's manual. With `strict` it is ignored, as by Taipy's server.",
    ],
  },
  {
    kind: "Values",
    differences: [
      "Times are UTC; Taipy's are the server's local time. Both have no suffix.",
      "`version` is the configured number, or `latest`; Taipy makes a uuid in mode `development`.",
      "`function_module` and the traces of failed jobs name this application's modules and functions.",
      "QUARTERLY cycles start and end with their quarter; Taipy's are wrong for most quarters, and each day has its own.",
      "A list is in the order of the ids; Taipy's is that of a folder. `parent_ids` and `tags` have no order in either.",
      "JSON is compact UTF-8; Taipy's has spaces and escapes what is not ASCII. Both parse to the same.",
      "`in_memory` values outlive the process. A never-written node of any type reads as null.",
      "A workbook without `sheet_name` reads as an object of its sheets; Taipy answers 500.",
      "A task that returns a text or a mapping of the right length for several outputs fails; Taipy deals its parts out to them.",
    ],
  },
  {
    kind: "Headers and OPTIONS",
    differences: [
      "Answers have more of them (`X-Request-Id`, `ETag`, `Location`, `Vary`, security headers), also with `strict`. `If-None-Match` is answered with 304.",
      "OPTIONS answers `Allow` and the methods in words as JSON; Taipy's body is empty.",
    ],
  },
];
