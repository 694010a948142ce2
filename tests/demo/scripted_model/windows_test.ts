import { assertEquals, assertStringIncludes } from "@std/assert";
import { called, history } from "./_conversation.ts";
import { next, said, SEEN } from "./_sub_agents.ts";

Deno.test("scripted model takes a history for read only where no window is missing", async () => {
  const { rows, ...head } = history();
  const window = (from: string, to: string, result: unknown) => {
    const args = { asset: "CHILLER-6", sensors: ["cop"], from, to };
    const [call, returned] = called("history", args, result);
    const id = `${from}${to}`;
    call.tool_calls[0].id = returned.tool_call_id = id;
    return [call, returned];
  };
  const large = "Tool result too large, it was saved in /x.txt";
  const [from, to] = ["2026-06-01T00:00Z", "2026-06-30T23:00Z"];
  const whole = window(from, to, large);
  const late = window("2026-06-16T00:00Z", to, {
    ...head,
    rows: rows.slice(360),
  });
  const early = (result: unknown) => window(from, "2026-06-15T23:00Z", result);
  const missing = [
    [...whole],
    [...whole, ...late],
    [...whole, ...late, ...early("Error: closed")],
    [...whole, ...late, ...early(large)],
    [
      ...whole,
      ...early({ ...head, rows: "none" }),
      ...window("2026-06-16T00:00Z", to, { ...head, rows: [null, 1] }),
    ],
    [...window("2026-06-01T00:00Z", "2026-06-01T23:00Z", large)],
    [...window("the beginning", to, large)],
  ];
  for (const read of missing) {
    const answer = await said([...SEEN, ...read]);
    assertStringIncludes(answer, "does not tell whether Chiller 6 changed");
  }
  const small = missing.slice(-2);
  for (const read of small) {
    assertEquals(await next([...SEEN, ...read]), []);
    assertStringIncludes(
      await said([...SEEN, ...read]),
      "Could not use history: Tool result too large",
    );
  }
  const answer = await said([
    ...SEEN,
    ...whole,
    ...late,
    ...early({ ...head, rows: rows.slice(0, 360) }),
  ]);

  assertStringIncludes(
    answer,
    "Condenser fouling on Chiller 6 since 2026-06-12",
  );
  assertEquals(answer.includes("Could not use"), false);
});
