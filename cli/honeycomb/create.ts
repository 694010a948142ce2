import type { Json } from "../../tracing/base/json.ts";
import { ApiError } from "./api_error.ts";
import type { Client } from "./client.ts";
import type { CreateOptions } from "./create_options.ts";
import type { Dashboard, QueryPanel } from "./dashboard.ts";
import { type KeyOwner, keyOwner } from "./key_owner.ts";
import { listOf } from "./_list_of.ts";
import { syncColumns } from "./_sync_columns.ts";
import { QuerySync } from "./_sync_queries.ts";
import { syncTriggers } from "./_sync_triggers.ts";

/** What was done. */
export interface Created {
  /** Whether there was no board of that name before. */
  readonly isNew: boolean;
  /** Where the board is, if Honeycomb says so. */
  readonly url: string | undefined;
}

/**
 * Creates the board in Honeycomb, or brings that of its name up to date. Each
 * part is looked up before it is made, so one that was interrupted is finished
 * by running it again.
 *
 * @param client Calls the API.
 * @param dashboard What is created.
 * @param options What else.
 * @returns Where it is.
 * @throws {ApiError} If something was not done.
 */
export async function create(
  client: Client,
  dashboard: Dashboard,
  options: CreateOptions,
): Promise<Created> {
  const { board, columns } = dashboard;
  const { onProgress } = options;
  checkAccess(await keyOwner(client), options);
  const boards = listOf(
    await client.send({
      what: "list the boards",
      method: "GET",
      path: "/1/boards",
    }),
  );
  const there = boardOf(boards, board.name);
  await syncColumns(client, columns, options);
  const queries = await QuerySync.begin(client, boards, there);
  const panels = [];
  for (const panel of board.panels) {
    if (panel.type === "query") onProgress(`query "${panel.name}"`);
    panels.push(
      panel.type === "text" ? panel : sent(panel, await queries.sync(panel)),
    );
  }
  onProgress(`board "${board.name}"`);
  const answer = await client.send({
    what: `${there === undefined ? "create" : "update"} board "${board.name}"`,
    ...(there === undefined
      ? { method: "POST", path: "/1/boards" }
      : { method: "PUT", path: `/1/boards/${there.id}` }),
    // Tags are the person's: they would be taken away.
    body: {
      ...board,
      panels,
      ...(there?.tags !== undefined && { tags: there.tags }),
    },
  });
  await queries.removeStale();
  if (options.triggers) await syncTriggers(client, dashboard.triggers, options);
  return { isNew: there === undefined, url: boardUrl(answer) };
}

function checkAccess(
  { access, type }: KeyOwner,
  { triggers }: CreateOptions,
): void {
  const needed = [
    ["queries", "Manage Queries and Columns"],
    ["columns", "Manage Queries and Columns"],
    ["boards", "Manage Public Boards"],
    ...(triggers ? [["triggers", "Manage Triggers"]] : []),
  ].filter(([name = ""]) => access[name] === false);
  if (type !== "ingest" && needed.length === 0) return;
  const missing = [...new Set(needed.map(([, name]) => `"${name}"`))];
  throw new ApiError(
    `Cannot create the board with this key: ${
      type === "ingest"
        ? "it is an ingest key. Set HONEYCOMB_API_KEY to a configuration key"
        : `it lacks the permission ${
          missing.join(" and ")
        }. Give it to the key in the environment's settings`
    }`,
  );
}

/** The board of that name, if there is one. */
function boardOf(boards: readonly Json[], name: string): Json | undefined {
  const [board, ...more] = boards.filter((one) => one.name === name);
  if (more.length === 0) return board;
  throw new ApiError(
    `Cannot update board "${name}": there are ${
      more.length + 1
    } of that name. Rename or delete all but one`,
  );
}

function sent(
  { type, query_style, visualization_settings, position }: QueryPanel,
  ids: { readonly queryId: string; readonly annotationId: string },
): unknown {
  return {
    type,
    query_panel: {
      query_id: ids.queryId,
      query_annotation_id: ids.annotationId,
      query_style,
      ...(visualization_settings && { visualization_settings }),
    },
    position,
  };
}

function boardUrl(answer: unknown): string | undefined {
  const { links } = (answer ?? {}) as { links?: { board_url?: unknown } };
  const url = links?.board_url;
  return typeof url === "string" && URL.canParse(url) ? url : undefined;
}
