/** Turns of a run: each but the last asks for two tools, the last answers. */
export const TURNS = 10;

/** What the agent of every framework is asked, and is made of. */
export const AGENT = {
  name: "operator",
  model: "gpt-4.1",
  instructions: "Answer questions about the plant from its data. ".repeat(20),
  question: "Why has chiller 6 drawn more power since May?",
  answer: "Its condenser is fouled: clean it, and check the approach weekly.",
} as const;

/** One tool of the agent. */
export interface WorkTool {
  readonly name: string;
  readonly description: string;
  /** What it answers, whatever it is asked. */
  readonly result: string;
}

/** The tools, each of which every turn but the last calls once. */
export const TOOLS: readonly [WorkTool, WorkTool] = [{
  name: "history",
  description: "The readings of an asset in the last days, hour by hour",
  result: JSON.stringify(
    Array.from({ length: 12 }, (_, hour) => ({
      time: `2026-05-04T${String(hour).padStart(2, "0")}:00:00Z`,
      power_kw: 312.5 + hour,
    })),
  ),
}, {
  name: "latest",
  description: "The last reading of an asset",
  result: JSON.stringify({ time: "2026-05-04T11:00:00Z", power_kw: 323.5 }),
}];
