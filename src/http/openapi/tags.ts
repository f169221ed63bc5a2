/** A group of the OpenAPI document and of `/docs`. */
export interface Tag {
  readonly name: string;
  readonly description: string;
}

/** The groups of the reference, by the first segment of their paths, in its order. */
const GROUPS: Readonly<Record<string, Tag>> = {
  datanodes: { name: "Data nodes", description: "Values that tasks read and write, their history and their locks." },
  tasks: { name: "Tasks", description: "Functions with their inputs and outputs." },
  sequences: { name: "Sequences", description: "Parts of scenarios that can be run by themselves." },
  scenarios: { name: "Scenarios", description: "Business cases: tasks and the data nodes between them." },
  cycles: { name: "Cycles", description: "Periods of the business." },
  jobs: { name: "Jobs", description: "Executions of tasks." },
  submissions: { name: "Submissions", description: "Requests to run something, and what has become of them." },
  config: { name: "Configuration", description: "What the application is made of." },
  versions: { name: "Versions", description: "Versions of the application and their entities." },
  auth: { name: "Authentication", description: "Logins, users and API keys." },
  audit: { name: "Audit", description: "Who has changed what, and what was refused." },
  admin: { name: "Repair", description: "Whether database, objects and values agree, and what mends them." },
};

const SERVICE: Tag = { name: "Service", description: "What this is, whether it works, and how it is used." };

export const tags: readonly Tag[] = [...Object.values(GROUPS), SERVICE];

export function tagOf(path: string): Tag {
  const [, group = ""] = /^\/api\/v1\/([a-z]+)/.exec(path) ?? [];
  return GROUPS[group] ?? SERVICE;
}
