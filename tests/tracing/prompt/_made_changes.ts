import type { MadeConversation } from "./_made_conversation.ts";
import type { MadeItem } from "./_made_prompt.ts";

/** What a program does to a conversation beside going on with it. */
const CHANGES: Readonly<Record<string, (on: MadeConversation) => void>> = {
  "trims the front": (on) => {
    // A question, or a reply and the results of its calls.
    const ends = on.items.flatMap(({ role }, place) =>
      place > 1 && role !== "tool" ? [place] : []
    );
    const [end] = ends.slice(0, on.random.int(1, 2)).slice(-1);
    if (end === undefined || end > on.items.length - 2) return;
    on.items = [on.items[0]!, ...on.items.slice(end)];
  },
  "clears a result": (on) =>
    changeItem(on, "tool", (item) => {
      const { source, frame } = item.result;
      return { ...item, result: on.world.piece(source, "[cleared]", frame) };
    }),
  "edits a message": (on) =>
    changeItem(on, "user", (item) => ({
      ...item,
      text: on.world.piece("user", `${item.text.text} Be brief.`),
    })),
  "moves a message": (on) => {
    const places = on.items.flatMap(({ role }, place) =>
      role === "user" ? [place] : []
    );
    const [first, second] = places;
    if (first === undefined || second === undefined) return;
    const items = [...on.items];
    [items[first], items[second]] = [items[second]!, items[first]!];
    on.items = items;
  },
  "inserts a message": (on) => {
    const text = on.world.result("user", 0);
    on.items = [{ role: "user", text }, ...on.items];
  },
  "dates the system text": (on) => {
    const date = new Date(on.random.int(0, 2_000_000_000) * 1000);
    const text = on.system.text.replace(/\nIt is .*$/, "");
    on.system = on.world.piece(
      "instructions",
      `${text}\nIt is ${date.toISOString()}.`,
    );
  },
  "orders its tools anew": (on) => void (on.tools = [...on.tools].reverse()),
  "drops a tool": (on) => void (on.tools = on.tools.slice(1)),
  "adds a tool": (on) => {
    const tool = on.world.tool(on.random.pick(on.world.tools).server);
    on.tools = [...on.tools, tool];
  },
  "forgets its reasoning": (on) => {
    on.items = on.items.map((item) => {
      if (item.role !== "assistant") return item;
      const { reasoning: _, ...rest } = item;
      return rest;
    });
  },
  "asks another model": (on) => void (on.model = `${on.model}-mini`),
};

/** Does one of them. */
export function change(conversation: MadeConversation): void {
  const { random } = conversation;
  CHANGES[random.pick(Object.keys(CHANGES))]!(conversation);
}

function changeItem<R extends MadeItem["role"]>(
  on: MadeConversation,
  role: R,
  fn: (item: Extract<MadeItem, { role: R }>) => MadeItem,
): void {
  const isOfRole = (
    item: MadeItem,
  ): item is Extract<MadeItem, { role: R }> => item.role === role;
  const candidates = on.items.filter(isOfRole);
  if (candidates.length === 0) return;
  const chosen = on.random.pick(candidates);
  on.items = on.items.map((item) => item === chosen ? fn(chosen) : item);
}
