/**
 * The spans that the queries begin with. Each names spans of ours and no
 * other's: a proxy's spans carry the same usage, and would count a call twice.
 */

const SERVICE = `resource.service.name =~ "$service"`;

/** Turns: the spans that carry usage once. */
export const turns = (...conditions: readonly string[]): string =>
  spanset('name = "agent.turn"', ...conditions);

/** Model calls: only ours have the index of their turn. */
export const chats = (...conditions: readonly string[]): string =>
  spanset(
    'span.gen_ai.operation.name = "chat"',
    "span.turn.index != nil",
    ...conditions,
  );

/** Tool calls. */
export const tools = (...conditions: readonly string[]): string =>
  spanset('name = "tool.call"', ...conditions);

/** Runs. */
export const runs = (...conditions: readonly string[]): string =>
  spanset('name = "agent.run"', ...conditions);

/** Agents that a tool call started. */
export const invokes = (...conditions: readonly string[]): string =>
  spanset('name = "agent.invoke"', ...conditions);

/** Runs, and agents inside them: no proxy has this operation. */
export const agents = (...conditions: readonly string[]): string =>
  spanset('span.gen_ai.operation.name = "invoke_agent"', ...conditions);

function spanset(...conditions: readonly string[]): string {
  return `{ ${[SERVICE, ...conditions].join(" && ")} }`;
}

/** The span attributes that a search is to show. */
export function select(...attributes: readonly string[]): string {
  return `select(${attributes.map((name) => `span.${name}`).join(", ")})`;
}
