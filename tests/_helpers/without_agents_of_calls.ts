/**
 * A drawn tree in which only agents and turns have their agent's name: that of a
 * model call or a tool call is its turn's, which the contract holds.
 */
export function withoutAgentsOfCalls(tree: string): string {
  return tree.replaceAll(
    /^( *(?:chat |tool\.call).*?) gen_ai\.agent\.name="[^"]*"/gm,
    "$1",
  );
}
