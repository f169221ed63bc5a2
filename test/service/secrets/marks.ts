/** No answer, no line of the log and no row may contain it. */
export const MARK = "Zk7mark";

/** A marked secret, which names its place. */
export const mark = (place: string): string => `${MARK}-${place}-q9Xw3fTz`;

/** An address with a marked password. */
export const address = (place: string): string => `https://me:${mark(place)}@127.0.0.1:1/x`;

/** Default data are a value of a data node: views show them. */
export const DEFAULT_DATA = "Df7data-of-a-data-node";

const NAMES = [
  ...[
    "password",
    "Pass-Word",
    "apiKey",
    "api-token",
    "db_pwd",
    "passphrase",
    "Authorization",
    "session.cookie",
    "accountKey",
    "DSN",
  ],
  ...["client_secret", "connection_string", "AWS_SECRET_ACCESS_KEY", "SSECustomerKey", "credentials", "signature"],
] as const;

/** Free properties with marked secrets: in every spelling, nested, in lists, in addresses. */
export const marked = (place: string): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(NAMES.map((name) => [name, mark(`${place}-${name}`)])),
  nested: { deep: [{ privateKey: mark(`${place}-deep`) }], tokens: [mark(`${place}-token`), 1] },
  home: address(`${place}-home`),
  list: [`postgres://me:${mark(`${place}-list`)}@h/d`, `https://h/?sig=${mark(`${place}-sig`)}`],
  jdbc: `Server=h;Password=${mark(`${place}-jdbc`)};Encrypt=true`,
  ado: `Server=h;Password=two words ${mark(`${place}-ado`)};Encrypt=true`,
  libpq: `host=h password='two words ${mark(`${place}-libpq`)}'`,
  json: JSON.stringify({ api_key: mark(`${place}-json`) }),
  // The API shows it beside the properties.
  name: address(`${place}-name`),
});

/** The same as a file has it. */
export const markedSection = (section: string, place: string): string =>
  `[${section}]\nfile_password = "${mark(`${place}-file`)}"\nfile_home = "${address(`${place}-file-home`)}"
file_list = [{ api_key = "${mark(`${place}-file-list`)}" }]\n`;

/** Variables and secrets of the Worker. */
export const VARIABLES = {
  ADMIN_KEY: mark("administrator-0123456789abcdef"),
  SECRET_KEY: mark("signing-0123456789abcdef"),
  API_TOKEN: mark("variable"),
  PLAIN: mark("variable-of-an-option"),
  SHOP: `postgresql://me:${mark("connection-string")}@127.0.0.1:1/d`,
  DOCUMENTS: `mongodb://me:${mark("mongo-string")}@127.0.0.1:1/d`,
  TAIPY_CONFIG: markedSection("DATA_NODE.json_node", "variable"),
  // Answers of failed requests show their stacks.
  TESTING: "true",
};
