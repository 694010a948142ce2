import { assertEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { traceMiddleware } from "@turnspan/turnspan/langchain";
import { observeGraph } from "../../../adapters/langchain/_observed_graph.ts";
import {
  readingChunks,
  StreamedReply,
  watchStream,
} from "../../../adapters/langchain/_streamed_reply.ts";
import { traceTools } from "../../../adapters/langchain/_traced_tool.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { outcome, RUBBISH } from "../../_helpers/rubbish.ts";

// deno-lint-ignore no-explicit-any -- what no type allows
type Any = any;

const { wrapModelCall } = traceMiddleware();

/** Programs that hand something over, with the adapter or without. */
const PROGRAMS: Readonly<
  Record<string, (isTraced: boolean, make: () => unknown) => unknown>
> = {
  "a request": (isTraced, make) => ask(isTraced, make(), () => ({})),
  "a request's model": (isTraced, make) =>
    ask(isTraced, { model: make() }, () => ({})),
  "the name of a model": (isTraced, make) =>
    ask(isTraced, { model: { model: make(), bound: make() } }, () => ({})),
  "a request's tools": (isTraced, make) =>
    ask(isTraced, { tools: [make()] }, () => ({})),
  "a request's messages": (isTraced, make) =>
    ask(isTraced, { messages: [make()], tools: make() }, () => ({})),
  "a reply": (isTraced, make) => ask(isTraced, {}, make),
  "a reply that resolves": (isTraced, make) =>
    ask(isTraced, {}, () => Promise.resolve(make())),
  "what a model throws": (isTraced, make) =>
    ask(isTraced, {}, () => {
      throw make();
    }),
  "the members of a reply": (isTraced, make) =>
    ask(isTraced, {}, () => ({
      content: make(),
      tool_calls: [make()],
      usage_metadata: make(),
      response_metadata: make(),
      additional_kwargs: make(),
    })),
  "the messages of a reply": (isTraced, make) =>
    ask(isTraced, {}, () => ({ messages: [make(), make()] })),
  "a tool's input": (isTraced, make) => callTool(isTraced, make(), () => "x"),
  "a tool's arguments": (isTraced, make) =>
    callTool(isTraced, calling(make()), () => "x"),
  "what a tool returns": (isTraced, make) =>
    callTool(isTraced, calling({}), make),
  "what a tool throws": (isTraced, make) =>
    callTool(isTraced, calling({}), () => {
      throw make();
    }),
  "a tool's settings": (isTraced, make) =>
    callTool(isTraced, calling({}), () => "x", make()),
  "a tool's signal": (isTraced, make) =>
    callTool(isTraced, calling({}), () => "x", { signal: make() }),
  "a stream": (isTraced, make) => readStream(isTraced, make),
  "a chunk": (isTraced, make) =>
    readStream(isTraced, async function* () {
      yield make();
    }),
  "what a stream breaks off by": (isTraced, make) =>
    readStream(isTraced, async function* () {
      yield {};
      throw make();
    }),
  "an agent's options": (isTraced, make) =>
    runGraph(isTraced, {}, make(), async function* () {
      yield 1;
    }),
  "a graph's settings": (isTraced, make) =>
    runGraph(isTraced, make(), {}, async function* () {
      yield 1;
    }),
  "a graph's signal": (isTraced, make) =>
    runGraph(isTraced, { signal: make() }, {}, async function* () {
      yield 1;
    }),
  "a graph's step": (isTraced, make) =>
    runGraph(isTraced, {}, {}, async function* () {
      yield make();
    }),
  "what a graph throws": (isTraced, make) =>
    runGraph(isTraced, {}, {}, async function* () {
      yield 1;
      throw make();
    }),
};

function inRun(fn: () => unknown): Promise<unknown> {
  return traceRun({ runner: "mine", model: "gpt-5" }, fn);
}

async function ask(
  isTraced: boolean,
  request: unknown,
  handler: (request: unknown) => unknown,
): Promise<unknown> {
  if (!isTraced) return await handler(request);
  return await inRun(() => wrapModelCall(request, handler));
}

function calling(args: unknown) {
  return { type: "tool_call", name: "look", id: "1", args };
}

async function callTool(
  isTraced: boolean,
  input: unknown,
  invoke: () => unknown,
  ...settings: unknown[]
): Promise<unknown> {
  const tool: Any = { name: "look", invoke };
  if (!isTraced) return await tool.invoke(input, ...settings);
  traceTools([tool]);
  return await inRun(async () => {
    await wrapModelCall({}, () => Promise.resolve({}));
    return await tool.invoke(input, ...settings);
  });
}

async function readStream(
  isTraced: boolean,
  stream: () => unknown,
): Promise<number> {
  const model: Any = { _streamResponseChunks: stream };
  if (isTraced) watchStream(model);
  return await readingChunks(new StreamedReply(), async () => {
    const chunks = model._streamResponseChunks();
    let count = 0;
    for await (const _ of chunks) count++;
    return count;
  });
}

async function runGraph(
  isTraced: boolean,
  config: unknown,
  options: unknown,
  stream: () => AsyncGenerator<unknown>,
): Promise<number> {
  const graph: Any = { _streamIterator: stream };
  if (isTraced) observeGraph(graph, options as Any);
  let count = 0;
  for await (const _ of graph._streamIterator({}, config)) count++;
  return count;
}

for (const [where, program] of Object.entries(PROGRAMS)) {
  Deno.test(`LangChain is what it would be with rubbish for ${where}`, async () => {
    for (const [what, make] of Object.entries(RUBBISH)) {
      const expected = await outcome(() => program(false, make));
      using recorder = new SpanRecorder();
      const actual = await outcome(() => program(true, make));
      assertEquals(actual, expected, `${where}: ${what}`);
      assertEquals([what, recorder.unended], [what, []]);
    }
  });
}
