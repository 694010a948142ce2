import { assertEquals, assertStringIncludes } from "@std/assert";
import { ASSETS } from "../../../demo/data/assets.ts";
import {
  asFunction,
  called,
  complete,
  history,
  type Json,
  QUESTION,
  RESULTS,
  tool,
  walked,
} from "./_conversation.ts";
import {
  AGENT,
  BESIDE,
  BRIEF,
  handed,
  handedBack,
  LISTED,
  next,
  said,
  SEEN,
  TASK,
  taskTool,
} from "./_sub_agents.ts";

const FOULED = `Finding: Condenser fouling on Chiller 6 since 2026-06-12
Condenser approach 1.88 → 5.39 K (+186.4%).`;
const WELL =
  "Finding: No lasting change on Chiller 5 from 1 to 30\nAll steady.";

Deno.test("scripted model hands on the reading of its asset and of the one beside it", async () => {
  const asked = await next(SEEN);

  assertEquals(asked, [
    ["task", { description: BRIEF, subagent_type: "data_analyst" }],
    ["task", { description: BESIDE, subagent_type: "data_analyst" }],
  ]);
});

Deno.test("scripted model hands on to the Claude CLI's agents, and reads what they hand back", async () => {
  const agent = { subagent_type: "data_analyst" };
  const handOn = [
    ["Agent", {
      description: "Read the history of Chiller 6",
      prompt: BRIEF,
      ...agent,
    }],
    ["Agent", {
      description: "Read the history of Chiller 5",
      prompt: BESIDE,
      ...agent,
    }],
  ] as [string, Json][];
  assertEquals(await next([LISTED, ...SEEN], { task: AGENT }), handOn);
  // Nobody is listed that it could be handed to.
  const [[alone]] = await next(SEEN, { task: AGENT }) as [[string, Json]];
  assertEquals(alone, "history");

  const back = handOn.flatMap(([name, args], place) => {
    const [call, returned] = called(
      name,
      args,
      handedBack(place === 0 ? FOULED : WELL),
    );
    call.tool_calls[0].id = returned.tool_call_id = `hand ${place}`;
    return [call, returned];
  });
  const [[create]] = await next([LISTED, ...SEEN, ...back], {
    task: AGENT,
  }) as [[string, Json]];
  assertEquals(create, "create");
  const answer = await said([...SEEN, ...back]);
  assertStringIncludes(answer, "Condenser fouling on Chiller 6 since");
  assertStringIncludes(answer, "approach 1.88 → 5.39 K (+186.4%).\n");
  assertStringIncludes(
    answer,
    "For comparison: No lasting change on Chiller 5",
  );
});

Deno.test("scripted model hands on one reading a turn where it must", async () => {
  const alone = { parallel_tool_calls: false };
  const first = await next(SEEN, { more: alone });
  const second = await next([...SEEN, ...handed(BRIEF, FOULED)], {
    more: alone,
  });

  assertEquals(first.map(([, { description }]) => description), [BRIEF]);
  assertEquals(second.map(([, { description }]) => description), [BESIDE]);
});

Deno.test("scripted model compares with the nearest asset of the same site and type", async () => {
  const beside = async (question: string, assets = RESULTS.assets) => {
    const before = [
      ...called("assets", {}, assets),
      ...walked("sites", "sensors", "failure_modes"),
      ...SEEN.slice(-4),
    ];
    const asked = await next(before, { question });
    return asked.map(([, { description }]) =>
      /\(id (\S+),/.exec(description)![1]
    );
  };
  const one = (RESULTS.assets as Json[]).slice(0, 1);

  assertEquals(await beside("How is Chiller 3?"), ["CHILLER-3", "CHILLER-2"]);
  assertEquals(await beside("How is Chiller 1?"), ["CHILLER-1", "CHILLER-2"]);
  assertEquals(await beside("How is Chiller 7?"), ["CHILLER-7", "CHILLER-8"]);
  assertEquals(await beside("How is Chiller 1?", one), ["CHILLER-1"]);
  assertEquals(await beside("How is Pump 1?", ASSETS), ["PUMP-1", "PUMP-2"]);
});

Deno.test("scripted model hands on to the first agent that is there for something", async () => {
  const chosen = async (task: Json) => {
    const [[name, args]] = await next(SEEN, { task }) as [Json];
    return args.subagent_type ?? name;
  };
  const listed = taskTool("");
  listed.inputSchema.properties.subagent_type = {
    enum: ["general-purpose", "reader", "writer"],
  };
  const other = taskTool("a, b");
  other.inputSchema.required = ["description", "prompt"];

  assertEquals(await chosen(taskTool("reader, general-purpose")), "reader");
  assertEquals(await chosen(listed), "reader");
  assertEquals(await chosen(taskTool("general-purpose")), "history");
  assertEquals(await chosen(other), "history");
});

Deno.test("scripted model goes on from what the other agents reported", async () => {
  const before = [...SEEN, ...handed(BRIEF, FOULED), ...handed(BESIDE, WELL)];
  const [[name, args]] = await next(before) as [Json];
  const created = { id: "WO-9", priority: "high", status: "open" };
  const answer = await said([...before, ...called("create", args, created)]);

  assertEquals(name, "create");
  assertEquals(args, {
    asset: "CHILLER-6",
    title: "Condenser fouling on Chiller 6 since 2026-06-12",
    description: "Condenser approach 1.88 → 5.39 K (+186.4%).",
    priority: "high",
    failure_mode: "condenser_fouling",
  });
  assertEquals(
    answer,
    `Condenser fouling on Chiller 6 since 2026-06-12.
Condenser approach 1.88 → 5.39 K (+186.4%).
For comparison: No lasting change on Chiller 5 from 1 to 30.
Now: work order WO-9, priority high, open.`,
  );
});

Deno.test("scripted model files nothing where the other agents found nothing", async () => {
  const well = WELL.replace("Chiller 5", "Chiller 6");
  const beside = FOULED.replace("Chiller 6", "Chiller 5");
  const before = [...SEEN, ...handed(BESIDE, beside), ...handed(BRIEF, well)];

  assertEquals(await next(before), []);
  assertStringIncludes(
    await said(before),
    "For comparison: Condenser fouling on Chiller 5 since 2026-06-12.",
  );
});

Deno.test("scripted model reads for itself what another agent did not find out", async () => {
  const failures = ["Tool task failed: it gave up", "Error: it gave up"];
  for (const report of [...failures, "It does not tell"]) {
    const before = [
      ...SEEN,
      ...handed(BRIEF, report),
      ...handed(BESIDE, "Its history does not tell"),
    ];
    const [[name, args]] = await next(before) as [Json];
    const read = [...before, ...called("history", args, history())];
    const [[after]] = await next(read) as [Json];
    const answer = await said(read);

    assertEquals([name, args.asset, after], ["history", "CHILLER-6", "create"]);
    assertStringIncludes(answer, "Condenser fouling on Chiller 6 since");
    assertStringIncludes(answer, "For comparison: Its history does not tell.");
    assertEquals(
      answer.includes(`Could not use task: ${report}`),
      failures.includes(report),
    );
  }
});

Deno.test("scripted model compares with nothing where the agent for it failed", async () => {
  const before = [
    ...SEEN,
    ...handed(BRIEF, FOULED),
    ...handed(BESIDE, "Tool task failed: it gave up"),
  ];
  const answer = await said(before);

  assertEquals((await next(before)).map(([name]) => name), ["create"]);
  assertEquals(answer.includes("For comparison"), false);
  assertStringIncludes(answer, "Could not use task: Tool task failed: it gave");
});

Deno.test("scripted model passes on what another agent could not use", async () => {
  const note = "Could not use failure_modes: it was not there";
  const answer = await said([
    ...SEEN,
    ...handed(BRIEF, `${FOULED}\n\n${note}`),
    ...handed(BESIDE, WELL),
  ]);

  assertEquals(answer.split("\n").at(-1), note);
  assertEquals(answer.split(note).length, 2);
});

Deno.test("scripted model leaves alone the tools that come along with a task tool", async () => {
  const search = tool("docs", "search", { query: "string" });
  const own = [
    tool("", "read_file", { file_path: "string" }),
    tool("", "ls", {}),
  ];
  const names = async (tools: Json[]) => {
    const { tool_calls: calls } = await complete({
      messages: [{ role: "user", content: QUESTION }],
      tools: tools.map((tool) => asFunction(tool)),
    });
    return calls.map((call: Json) => call.function.name);
  };

  assertEquals(await names([search, ...own, TASK]), ["search"]);
  assertEquals(await names([search, ...own]), ["search", "read_file"]);
  assertEquals(await names([search, ...own, tool("", "task", {})]), [
    "search",
    "read_file",
  ]);
});
