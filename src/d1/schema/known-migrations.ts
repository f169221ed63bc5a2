/** The files of migrations/ in their order: what this code needs D1 to have. A test compares them with the folder. */
export const KNOWN_MIGRATIONS = [
  "0001_entities.sql",
  "0002_foreign_waits.sql",
  "0003_payload_sweep.sql",
  "0004_versions.sql",
  "0005_auth.sql",
  "0006_audit.sql",
  "0007_refusals_and_logins.sql",
  "0008_authors_and_deletions.sql",
  "0009_watchdog.sql",
  "0010_reasons.sql",
  "0011_forgetting.sql",
  "0012_lists_of_a_version.sql",
  "0013_domains_of_scenarios.sql",
  "0014_nodes_of_deleted_tasks.sql",
  "0015_dead_letters.sql",
] as const;
