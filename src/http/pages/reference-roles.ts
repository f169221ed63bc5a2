import { type NeededRole, permits, ROLES, type Role, roleName } from "../../core/access/permissions.ts";
import { type Html, html } from "./html.ts";

const CAPABILITIES: readonly { readonly needed: NeededRole; readonly what: string }[] = [
  { needed: "READER", what: "read entities, their data and the configuration" },
  { needed: "EDITOR", what: "create, change and delete entities, write data, reserve data nodes" },
  { needed: "EXECUTOR", what: "submit scenarios, sequences and tasks, cancel jobs" },
  { needed: "ADMIN", what: "manage keys and users, read the audit" },
];

/** What each role permits, derived from the rule that guards the endpoints. */
export function rolesTable(): Html {
  return html`<table class="roles" aria-labelledby="roles">
<thead><tr><th scope="col">Role</th><th scope="col">May</th></tr></thead>
<tbody>
${ROLES.map((role) => html`<tr><th scope="row"><code>${roleName(role)}</code></th><td><ul>${capabilities(role)}</ul></td></tr>\n`)}</tbody>
</table>`;
}

function capabilities(role: Role): Html[] {
  return CAPABILITIES.filter(({ needed }) => permits([role], needed)).map(({ what }) => html`<li>${what}</li>`);
}

export function neededRole(role: NeededRole): Html {
  if (role === null) return html`<span>everyone</span>`;
  if (role === "SIGNED_IN") return html`<span>who is signed in</span>`;
  return html`<code>${roleName(role)}</code>`;
}
