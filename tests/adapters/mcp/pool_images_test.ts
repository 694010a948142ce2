import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { McpPool } from "../../../adapters/mcp.ts";
import { config, inRun, Spans } from "../_setup.ts";
import { raw, replies, reply } from "./_raw.ts";

const PNG = "iVBORw0KGgo=";
const LONG = "A".repeat(400_000);

/** What a pool hands on of a result with these parts, or of this result. */
async function handedOn(
  given: readonly unknown[] | Record<string, unknown>,
  images?: "messages" | "responses",
) {
  using spans = new Spans();
  const result = Array.isArray(given) ? { content: given } : given;
  const tool = { name: "draw", inputSchema: { type: "object" } };
  // Too long for an argument of a process.
  const text = JSON.stringify(result).replaceAll(LONG, "$long");
  const said = replies([tool], {
    draw: reply({ result: JSON.parse(text) }),
  });
  const entry = raw(said);
  const got = await inRun(async (run) => {
    await using pool = await McpPool.open(config({ raw: entry }));
    return await run.turn(() =>
      pool.call({
        server: "raw",
        tool: "draw",
        ...(images === undefined ? {} : { images }),
      })
    );
  });
  const size = spans.only("tool.call").attributes["tool.result.size"];
  return { ...got, size };
}

Deno.test("McpPool.call() tells binary parts by type and size, in the text", async () => {
  const cases: [unknown, string][] = [
    [
      { type: "image", data: LONG, mimeType: "image/png" },
      "[image/png, 300 kB]",
    ],
    [{ type: "image", data: PNG, mimeType: "image/png" }, "[image/png, 8 B]"],
    [
      { type: "image", data: LONG, mimeType: "image/tiff" },
      "[image/tiff, 300 kB]",
    ],
    [{ type: "image", data: LONG }, "[image, 300 kB]"],
    [
      {
        type: "image",
        data: `data:image/png;base64,${PNG}`,
        mimeType: "image/png",
      },
      "[image/png, 8 B]",
    ],
    [
      { type: "audio", data: LONG, mimeType: "audio/wav" },
      "[audio/wav, 300 kB]",
    ],
    [
      { type: "video", data: LONG, mimeType: "video/mp4" },
      "[video/mp4, 300 kB]",
    ],
    [
      {
        type: "resource",
        resource: {
          uri: "file:///a.pdf",
          mimeType: "application/pdf",
          blob: LONG,
        },
      },
      "[application/pdf, 300 kB, file:///a.pdf]",
    ],
    [
      { type: "resource", resource: { uri: "file:///a", blob: LONG } },
      "[data, 300 kB, file:///a]",
    ],
    [
      {
        type: "resource",
        resource: { uri: "file:///a.png", mimeType: "image/png", blob: LONG },
      },
      "[image/png, 300 kB]",
    ],
    [
      {
        type: "resource_link",
        uri: "file:///a.png",
        name: "a",
        icons: [{ src: `data:image/png;base64,${LONG}` }],
      },
      '{"type":"resource_link","uri":"file:///a.png","name":"a","icons":[{"src":"[image/png, 300 kB]"}]}',
    ],
    // What is text stays what it was.
    [
      { type: "resource", resource: { uri: "file:///a.txt", text: "hello" } },
      '{"type":"resource","resource":{"uri":"file:///a.txt","text":"hello"}}',
    ],
    [{ type: "chart", data: [1] }, '{"type":"chart","data":[1]}'],
    [{ type: "note", data: "hello" }, '{"type":"note","data":"hello"}'],
  ];
  const before = { type: "text", text: "before" };
  const { text, size } = await handedOn([
    before,
    ...cases.map(([part]) => part),
  ]);
  const expected = ["before", ...cases.map(([, line]) => line)].join("\n");
  assertEquals(text, expected);
  assertEquals(size, Buffer.byteLength(expected));
  const icon = { icon: `data:image/png;base64,${LONG}` };
  const structured = await handedOn({ content: [], structuredContent: icon });
  assertEquals(structured.text, '{"icon":"[image/png, 300 kB]"}');
});

Deno.test("McpPool.call() gives images apart, and counts them as they are sent", async () => {
  const content = [
    { type: "text", text: "before" },
    { type: "image", data: LONG, mimeType: "image/jpg" },
    {
      type: "resource",
      resource: { uri: "file:///a.png", mimeType: "image/png", blob: PNG },
    },
    { type: "audio", data: PNG, mimeType: "audio/wav" },
  ];
  const parts = [
    { type: "text" as const, text: "before" },
    { type: "image" as const, mimeType: "image/jpeg", data: LONG },
    { type: "image" as const, mimeType: "image/png", data: PNG },
    { type: "text" as const, text: "[audio/wav, 8 B]" },
  ];
  const text =
    "before\n[image/jpeg, 300 kB]\n[image/png, 8 B]\n[audio/wav, 8 B]";
  const asLines = await handedOn(content);
  assertEquals(asLines, { text, isError: false, parts, size: text.length });
  const block = (media_type: string, data: string) =>
    JSON.stringify({
      type: "image",
      source: { type: "base64", media_type, data },
    });
  const messages = await handedOn(content, "messages");
  assertEquals(
    messages.size,
    [
      "before",
      block("image/jpeg", LONG),
      block("image/png", PNG),
      "[audio/wav, 8 B]",
    ]
      .join("\n").length,
  );
  assertEquals(messages.text, text);
  const responses = await handedOn(content.slice(0, 2), "responses");
  const image_url = `data:image/jpeg;base64,${LONG}`;
  assertEquals(
    responses.size,
    `before\n${JSON.stringify({ type: "input_image", image_url })}`.length,
  );
});

Deno.test("McpPool.call() gives no images of a failure, nor where there are none", async () => {
  const image = { type: "image", data: PNG, mimeType: "image/png" };
  const failed = await handedOn(
    { content: [image], isError: true },
    "messages",
  );
  assertEquals(failed, {
    text: "[image/png, 8 B]",
    isError: true,
    errorType: "tool_error",
    size: 16,
  });
  const empty = await handedOn([{ ...image, data: "" }], "messages");
  assertEquals([empty.text, empty.parts], ["[image/png, 0 B]", undefined]);
  assert(!("parts" in await handedOn([{ type: "text", text: "a" }])));
  // More than a vendor takes.
  const huge = await handedOn(
    [{ ...image, data: LONG.repeat(14) }],
    "messages",
  );
  assertEquals([huge.text, huge.parts], ["[image/png, 4.2 MB]", undefined]);
});
