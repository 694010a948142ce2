import { assertEquals } from "@std/assert";
import {
  addSecrets,
  redact,
  redactSecrets,
} from "../../../tracing/privacy/redact.ts";
import { withEnv } from "../recorder/_run_setup.ts";

Deno.test("redactSecrets() takes out the values of variables named like secrets", () => {
  using _env = withEnv({
    REDACT_A_API_KEY: "value-one",
    REDACT_B_TOKEN: "value-two",
    redact_c_secret: "value-three",
    REDACT_D_PASSWORD: "value-four",
    REDACT_TOKENS: "value-five",
    REDACT_API_KEY_FILE: "value-six",
  });

  assertEquals(
    redactSecrets(
      "value-one value-two value-three value-four value-five value-six value-one",
    ),
    "[redacted] [redacted] [redacted] [redacted] value-five value-six [redacted]",
  );
});

Deno.test("redactSecrets() takes out the values of OTLP headers", () => {
  using _env = withEnv({
    OTEL_EXPORTER_OTLP_HEADERS: "x-key=abc=def%20g, x-team = team-blue",
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: "authorization=Basic%20cGFzcw",
  });

  assertEquals(
    redactSecrets("abc=def g|abc=def%20g|team-blue|Basic cGFzcw|x-team"),
    "[redacted]|[redacted]|[redacted]|[redacted]|x-team",
  );
});

Deno.test("redactSecrets() leaves values shorter than 6 characters", () => {
  using _env = withEnv({ REDACT_A_TOKEN: "short", REDACT_B_TOKEN: "longer" });
  addSecrets(["tiny1", ""]);

  assertEquals(redactSecrets("short longer tiny1"), "short [redacted] tiny1");
});

Deno.test("addSecrets() adds values that no span may hold", () => {
  addSecrets(["mcp-header-value"]);

  assertEquals(redactSecrets("with mcp-header-value"), "with [redacted]");
});

Deno.test("redactSecrets() takes out the longest of secrets that share a beginning", () => {
  using _env = withEnv({
    REDACT_A_TOKEN: "prefix",
    REDACT_B_TOKEN: "prefix-and-more",
  });

  assertEquals(
    redactSecrets("prefix-and-more prefix"),
    "[redacted] [redacted]",
  );
});

Deno.test("redactSecrets() takes out a secret that is written as JSON", () => {
  using _env = withEnv({ REDACT_A_SECRET: 'li"ne\nbreak\\' });

  assertEquals(
    redactSecrets(JSON.stringify({ key: 'li"ne\nbreak\\' })),
    '{"key":"[redacted]"}',
  );
});

Deno.test("redact() takes the private parts out of URLs", () => {
  const cases: [string, string][] = [
    [
      "GET https://bob:pw@api.example/v1/x?key=abc#frag failed",
      "GET https://api.example/v1/x failed",
    ],
    ["(http://h:1/p?q=1)", "(http://h:1/p)"],
    ['"wss://u@h/?q"', '"wss://h/"'],
    ["https://h/a?x=1 and https://h/b?y=2", "https://h/a and https://h/b"],
    ["mail bob@example.com, is it? #1", "mail bob@example.com, is it? #1"],
    ["https://user:p@ss@h/x", "https://h/x"],
    ["https://h?q=a@b", "https://h"],
  ];
  for (const [text, expected] of cases) assertEquals(redact(text), expected);
});
