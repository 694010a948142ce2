import type { McpToolPool } from "../../adapters/mcp.ts";

/** A pool of tools of servers, each of which answers with its server's name. */
export function fakePool(
  ...tools: readonly (readonly [
    server: string,
    name: string,
    shownName: string,
    description?: string,
  ])[]
): McpToolPool {
  return {
    tools: tools.map(([server, name, shownName, description]) => ({
      server,
      name,
      shownName,
      ...(description !== undefined && { description }),
      inputSchema: { type: "object", properties: {} },
    })),
    call: ({ server }) => Promise.resolve({ text: server, isError: false }),
  };
}

/** Tools of one name on two servers, and of one name in two pools. */
export function twoPools(about: string): readonly [McpToolPool, McpToolPool] {
  return [
    fakePool(
      ["plant", "history", "plant__history", `Readings of ${about}`],
      ["orders", "history", "orders__history", `Orders of ${about}`],
      ["plant", "units", "units", `Lists the units of ${about}`],
    ),
    fakePool(
      ["fleet", "units", "units", `Lists the vehicles of ${about}`],
      ["fleet", "add", "fleet_add"],
    ),
  ];
}
