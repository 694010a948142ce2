import type { Board, Column, Dashboard, Trigger } from "./dashboard.ts";

const FOLDER = new URL("../../deploy/dashboards/honeycomb/", import.meta.url);

/**
 * Reads what is created in Honeycomb, as `deno task dashboards` wrote it.
 *
 * @returns The board, its columns and the triggers.
 */
export async function readDashboard(): Promise<Dashboard> {
  const read = async (name: string) =>
    JSON.parse(await Deno.readTextFile(new URL(name, FOLDER)));
  const { board, columns }: { board: Board; columns: readonly Column[] } =
    await read("board.json");
  const { triggers }: { triggers: readonly Trigger[] } = await read(
    "triggers.json",
  );
  return { board, columns, triggers };
}
