import { assertAlmostEquals, assertEquals } from "@std/assert";
import { RequestReader } from "../../../tracing/prompt/request_reader.ts";
import { weigh } from "../../../tracing/prompt/_weight.ts";

/** Texts, and the exact weight of each. */
const TEXTS: Readonly<Record<string, readonly (readonly [string, number])[]>> =
  {
    "beginnings of words": [
      ["", 0],
      ["a", 1.05],
      ["word", 1.05],
      ["Word", 1.05],
      ["two words", 2.1],
      ["camelCase", 2.1],
      ["snake_case", 1.05 + 0.5 + 1.05],
      ["it's", 1.05 + 0.5 + 1.05],
      ["a1b", 1.05 + 1.4 + 1.05],
    ],
    "letters past the sixth of a word": [
      ["sixsix", 1.05],
      ["sevenxx", 1.05 + 0.03],
      ["tenletters", 1.05 + 4 * 0.03],
      ["Tenletters", 1.05 + 4 * 0.03],
      ["tenletters tenletters", 2 * (1.05 + 4 * 0.03)],
    ],
    "capitals inside a word": [
      ["HTTP", 1.05 + 3 * 0.2],
      ["fooBAR", 1.05 + 1.05 + 2 * 0.2],
      ["BARfoo", 1.05 + 2 * 0.2],
      ["EIGHTEEN", 1.05 + 7 * 0.2 + 2 * 0.03],
    ],
    "digits by three": [
      ["1", 1.4],
      ["123", 1.4],
      ["1234", 2 * 1.4],
      ["123456", 2 * 1.4],
      ["1234567", 3 * 1.4],
      ["12.50", 1.4 + 0.5 + 1.4],
    ],
    "rows of punctuation": [
      [".", 0.5],
      ["...", 0.5 + 2 * 0.25],
      [". .", 2 * 0.5],
      ['{"id": 7}', 0.75 + 1.05 + 0.75 + 1.4 + 0.5],
    ],
    "line ends and rows of spaces": [
      [" ", 0],
      ["  ", 1],
      ["     ", 1],
      ["\t\t", 1],
      [" a ", 1.05],
      ["\n", 1],
      ["\n\n", 2],
      ["\r\n", 1],
      ["\n  a", 1 + 1 + 1.05],
    ],
    "other scripts": [
      ["中文", 2],
      ["ひらがな", 4],
      ["\u2e7f", 0.27],
      ["\u2e80", 1],
      ["é", 0.27],
      ["café", 1.05 + 0.27],
      ["Привет", 6 * 0.27],
      ["😀", 2 * 0.27],
    ],
  };

for (const [what, texts] of Object.entries(TEXTS)) {
  Deno.test(`weigh() adds up ${what}`, () => {
    for (const [text, weight] of texts) {
      assertAlmostEquals(weigh(text), weight, 1e-9, JSON.stringify(text));
    }
  });
}

/** What the pieces of a request weigh. */
function weights(content: unknown, more: object = {}, model = "gpt-5") {
  const reader = new RequestReader(() => undefined);
  const body = { messages: [{ role: "user", content }], ...more };
  const request = reader.read(body, { model });
  return request!.pieces.map(({ source, weight }) => [source, weight]);
}

Deno.test("a piece weighs what its text does, and 4", () => {
  assertEquals(weights("word"), [["user", 5.05]]);
  assertEquals(
    weights([{ type: "text", text: "a" }, { type: "text", text: "." }]),
    [["user", 5.05], ["user", 4.5]],
  );
});

Deno.test("a piece with an image weighs 1,000 for it, whatever its size", () => {
  for (const data of ["x", "x".repeat(100_000)]) {
    const image = { type: "image_url", image_url: { url: data } };
    assertEquals(weights([image, { type: "text", text: "word" }]), [
      ["user", 1004],
      ["user", 5.05],
    ]);
  }
});

Deno.test("a request with tools to Claude holds a piece of the vendor's", () => {
  const tools = [{ name: "add", input_schema: {} }];
  const sources = (model: string, more: object) =>
    weights("word", more, model).map(([source]) => source);
  assertEquals(sources("us.anthropic.Claude-4", { tools }), [
    "tools:local",
    "vendor",
    "user",
  ]);
  assertEquals(weights("word", { tools }, "claude")[1], ["vendor", 450]);
  assertEquals(sources("claude", {}), ["user"]);
  assertEquals(sources("gpt-5", { tools }), ["tools:local", "user"]);
  // What the request names wins.
  assertEquals(sources("gpt-5", { tools, model: "claude" }).length, 3);
});
