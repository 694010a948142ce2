/**
 * Makes the request that follows a number of turns, each with a result of some
 * 2 kB.
 *
 * @param turns How many turns came before.
 * @returns Its body, in JSON.
 */
export function requestOf(turns: number): string {
  const messages: unknown[] = [
    { role: "system", content: "You look after a plant. ".repeat(80) },
    { role: "user", content: "Why does Chiller 6 draw more power?" },
  ];
  for (let turn = 0; turn < turns; turn++) {
    const id = `call_${turn}`;
    const call = { name: "history", arguments: `{"day":${turn}}` };
    messages.push(
      { role: "assistant", tool_calls: [{ id, function: call }] },
      { role: "tool", tool_call_id: id, content: rows(turn) },
    );
  }
  const tools = ["history", "latest"].map((name) => ({
    type: "function",
    function: { name, description: `The ${name} of a sensor`, parameters: {} },
  }));
  return JSON.stringify({ model: "gpt-5", messages, tools, stream: false });
}

function rows(turn: number): string {
  return JSON.stringify(
    Array.from({ length: 50 }, (_, minute) => ({
      minute,
      kilowatts: Math.round(1e4 + 1e3 * Math.sin(turn * minute)) / 100,
    })),
  );
}
