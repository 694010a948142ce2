/** The turn of a run that starts sub-agents, up to its calls. */
export const MAIN_FIRST = `agent.run
  agent.turn
    chat tested
      POST`;
/** The turn after that, which is the last. */
export const MAIN_LAST = `  agent.turn
    chat tested
      POST`;

/** A turn of a sub-agent, as it is in a tree. */
export function inner(
  tool?: string,
  error = "",
  posts: readonly string[] = [error],
): string {
  return [
    `        agent.turn ${error}`,
    `          chat tested ${error}`,
    ...posts.map((post) => `            POST ${post}`),
    ...(tool === undefined ? [] : [`          tool.call ${tool}`]),
  ].map((line) => line.trimEnd()).join("\n");
}
