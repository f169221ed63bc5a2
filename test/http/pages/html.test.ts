import { describe, expect, test } from "vitest";
import { html } from "../../../src/http/pages/html.ts";

describe("the html tag", () => {
  test("escapes the characters that could end a text or an attribute", () => {
    const hostile = `"><script>alert('&')</script>`;
    expect(html`<a title="${hostile}">${hostile}</a>`.text).toBe(
      '<a title="&#34;&#62;&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;">&#34;&#62;&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;</a>',
    );
  });

  test("inserts HTML unchanged, and escapes each item of a list", () => {
    expect(html`<ul>${[html`<li>${"<"}</li>`, "&", 1]}</ul>`.text).toBe("<ul><li>&#60;</li>&#38;1</ul>");
  });

  test("keeps an empty value empty", () => {
    expect(html`[${""}${[]}]`.text).toBe("[]");
  });
});
