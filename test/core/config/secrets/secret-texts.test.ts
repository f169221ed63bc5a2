import { describe, expect, it } from "vitest";
import { hasHiddenPart, passwordsIn, withoutCredentials } from "../../../../src/core/config/secrets/secret-texts.ts";

describe("a text without its credentials", () => {
  it.each([
    ["postgres://user:pw@host:5432/db", "postgres://***@host:5432/db"],
    ["see https://me:hunter2@s3.example.com/x for more", "see https://***@s3.example.com/x for more"],
    ["postgres://u:p@ss@host/db", "postgres://***@host/db"],
    ["postgres://u:pa/ss#w@host/db", "postgres://***@host/db"],
    ["mongodb+srv://u:p%40ss@a.example,b.example/?tls=true", "mongodb+srv://***@a.example,b.example/?tls=true"],
    ["redis://:hunter2@host", "redis://***@host"],
    ["https://token@github.example/x.git", "https://***@github.example/x.git"],
    ["https://x.example/?X-Amz-Signature=abc&n=1", "https://x.example/?X-Amz-Signature=***&n=1"],
    ["https://x.example/a?sv=1&sig=a%2Bb%3D&se=2", "https://x.example/a?sv=1&sig=***&se=2"],
    ["https://x.example/?key=abc#top", "https://x.example/?key=***#top"],
    ["https://x.example/?n=1;access_token=abc", "https://x.example/?n=1;access_token=***"],
    ["Server=db;User Id=me;Password=hunter2;Encrypt=true", "Server=db;User Id=me;Password=***;Encrypt=true"],
    ["AccountName=a;AccountKey=abc==;Suffix=x", "AccountName=a;AccountKey=***;Suffix=x"],
    ["Server=db;Password=three long words;Encrypt=true", "Server=db;Password=***;Encrypt=true"],
    ['Data Source=db;Password="a;b c";Encrypt=true', "Data Source=db;Password=***;Encrypt=true"],
    ["host=db password=hunter2 dbname=x", "host=db password=*** dbname=x"],
    ["host=db password='a long one' dbname=x", "host=db password=*** dbname=x"],
    ["postgresql+psycopg2://u:pa/ss@host/db", "postgresql+psycopg2://***@host/db"],
    ['It failed with {"user":"me","apiKey":"a\\"b c","n":1}', 'It failed with {"user":"me","apiKey":"***","n":1}'],
    ['{"a":"{\\"api_key\\": \\"hunter2\\",\\"n\\":1}"}', '{"a":"{\\"api_key\\": \\"***\\",\\"n\\":1}"}'],
    ["login eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozj-Nry_4 of me", "login eyJ*** of me"],
    ["authorization: bearer abc.def-123", "authorization: bearer ***"],
    ["Authorization: Bearer abc.def-123", "Authorization: Bearer ***"],
    ["Authorization: Basic dXNlcjpwdw==", "Authorization: Basic ***"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "PRIVATE KEY ***"],
  ])("%s", (text, shown) => {
    expect(withoutCredentials(text)).toBe(shown);
    expect(withoutCredentials(shown)).toBe(shown);
    expect(hasHiddenPart(shown)).toBe(true);
  });

  it.each([
    "https://example.com/path?page=2&sort_key=a",
    "https://medium.example/@author/story",
    "https://example.com:8080/@author",
    "file:///app/node_modules/@scope/index.js:12:3",
    "mail me@example.com",
    "SELECT * FROM t WHERE key=1",
    "Basic settings and bearer of news",
    "sslmode=require",
    "Server=db;Application Name=my own one;Encrypt=true",
    '{"author":"me","note":"a token"}',
    "keyJoin.eyJoin.x",
    "a = b",
    "",
  ])("is the text itself without any: %s", (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });

  it("takes time that grows with the length of the text", () => {
    const steps = [
      "://",
      "://a",
      "a=",
      "?token=",
      "Bearer ",
      "postgres://",
      "postgres:// ",
      "@",
      "=;",
      "x@y://",
      "a=b ",
      "a=b c;",
    ];
    steps.push('"a":"', '"a":', '"', "eyJ", "-eyJ", ".eyJaaaaaaaa", "pwd='", "pwd=a a ", "\\", '\\"', '\\"a\\":\\"');
    for (const step of steps) expect(withoutCredentials(step.repeat(100_000))).toBeTypeOf("string");
  });
});

describe("a text that a view has shown", () => {
  it.each([
    "postgres://***@host",
    "https://x.example/?sig=***",
    "a=***;b=1",
    "Bearer ***",
    '{"pwd": "***"}',
    "PRIVATE KEY ***",
    "eyJ***",
  ])("is known: %s", (text) => {
    expect(hasHiddenPart(text)).toBe(true);
  });

  it.each(["***", "rating: ***", "postgres://user@host", "a=**", "***@example.com"])("is not: %s", (text) => {
    expect(hasHiddenPart(text)).toBe(false);
  });
});

describe("the passwords of addresses", () => {
  it("are known as they are written and decoded", () => {
    expect(passwordsIn("postgres://u:p%40ss@host and https://me:b@x")).toEqual(["p%40ss", "p@ss", "b", "b"]);
    expect(passwordsIn("postgres://u:100%@host")).toEqual(["100%", "100%"]);
    expect(passwordsIn("https://user@host https://host")).toEqual([]);
    expect(passwordsIn("Server=h;Pwd='a b';Encrypt=true")).toEqual(["a b", "a b"]);
    expect(passwordsIn("Server=h;Password=three long words;User=me")).toEqual(["three long words", "three long words"]);
  });
});
