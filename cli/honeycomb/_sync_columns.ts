import { ApiError } from "./api_error.ts";
import type { Client } from "./client.ts";
import type { CreateOptions } from "./create_options.ts";
import type { Column } from "./dashboard.ts";
import { listOf } from "./_list_of.ts";

/** A column that only spans of turnspan have. */
const OURS = "turn.index";

/**
 * Creates the columns that no span has had yet: Honeycomb refuses a query that
 * names one.
 */
export async function syncColumns(
  client: Client,
  columns: readonly Column[],
  { dataset, onProgress }: CreateOptions,
): Promise<void> {
  const there = listOf(
    await client.send({
      what: "list the columns",
      method: "GET",
      path: "/1/columns/__all__",
    }),
  ).map(({ key_name }) => key_name);
  const missing = columns.filter(({ key_name }) => !there.includes(key_name));
  if (missing.length === 0) return;
  const into = dataset ?? await ourDataset(client);
  onProgress(`${missing.length} columns in dataset "${into}"`);
  for (const column of missing) {
    await client.send({
      what: `create column "${column.key_name}" in dataset "${into}"`,
      method: "POST",
      path: `/1/columns/${encodeURIComponent(into)}`,
      body: column,
      // A span came in between, or it is hidden.
      accept: 409,
    });
  }
}

/** The first dataset with spans of ours. */
async function ourDataset(client: Client): Promise<string> {
  const all = listOf(
    await client.send({
      what: "list the datasets",
      method: "GET",
      path: "/1/datasets",
    }),
  );
  for (const { slug } of all) {
    const column = await client.send({
      what: `look for spans in dataset "${slug}"`,
      method: "GET",
      path: `/1/columns/${encodeURIComponent(`${slug}`)}?key_name=${OURS}`,
      accept: 404,
    });
    if (column !== undefined) return `${slug}`;
  }
  throw new ApiError(
    "Cannot create the board: no dataset of the environment has spans of turnspan, and Honeycomb takes no query of columns that it does not know. Send it a run first, or name a dataset for the columns with --dataset",
  );
}
