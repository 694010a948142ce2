import { isJson, type Json } from "../../tracing/base/json.ts";
import { ApiError } from "./api_error.ts";
import type { Client } from "./client.ts";
import type { QueryPanel } from "./dashboard.ts";
import { listOf } from "./_list_of.ts";

/** A query of the board, as Honeycomb names it. */
interface Ids {
  readonly queryId: string;
  readonly annotationId: string;
}

/**
 * Creates queries and their annotations. A query can be neither changed nor
 * deleted, and an annotation not be given another query: one whose query is
 * still the same is taken up, and otherwise both are made anew.
 */
export class QuerySync {
  readonly #client: Client;
  readonly #there: readonly Json[];
  /** Those that the board had, and has not been given again. */
  readonly #stale: Set<string>;

  private constructor(
    client: Client,
    there: readonly Json[],
    stale: Set<string>,
  ) {
    this.#client = client;
    this.#there = there;
    this.#stale = stale;
  }

  /**
   * Lists the annotations that may be taken up: a copy of the board that a
   * person made has some of the same names, which stay that copy's.
   */
  static async begin(
    client: Client,
    boards: readonly Json[],
    board: Json | undefined,
  ): Promise<QuerySync> {
    const all = await client.send({
      what: "list the query annotations",
      method: "GET",
      path: "/1/query_annotations/__all__?include_board_annotations=true",
    });
    const others = new Set(
      boards.filter((one) => one !== board).flatMap(annotationsOf),
    );
    return new QuerySync(
      client,
      listOf(all).filter(({ id }) => !others.has(`${id}`)),
      new Set(annotationsOf(board ?? {}).filter((id) => !others.has(id))),
    );
  }

  /** Sees to it that a panel's query and its annotation are there. */
  async sync(panel: QueryPanel): Promise<Ids> {
    for (const one of this.#there.filter(({ name }) => name === panel.name)) {
      if (!await this.#isSame(panel, one)) continue;
      const ids = { queryId: `${one.query_id}`, annotationId: `${one.id}` };
      this.#stale.delete(ids.annotationId);
      if (one.description !== panel.description) {
        await this.#annotate(panel, ids.queryId, ids.annotationId);
      }
      return ids;
    }
    const queryId = await this.#create(panel);
    return { queryId, annotationId: await this.#annotate(panel, queryId) };
  }

  /** Deletes the annotations that the board had, and has no longer. */
  async removeStale(): Promise<void> {
    for (const id of this.#stale) {
      await this.#client.send({
        what: `delete query annotation "${id}"`,
        method: "DELETE",
        path: `/1/query_annotations/__all__/${encodeURIComponent(id)}`,
        accept: 404,
      });
    }
  }

  async #isSame(panel: QueryPanel, annotation: Json): Promise<boolean> {
    const id = encodeURIComponent(`${annotation.query_id}`);
    const query = await this.#client.send({
      what: `read the query of "${panel.name}"`,
      method: "GET",
      path: `/1/queries/__all__/${id}`,
      accept: 404,
    });
    return holds(query, panel.query);
  }

  async #create({ name, query }: QueryPanel): Promise<string> {
    const what = `create query "${name}"`;
    return idOf(
      what,
      await this.#client.send({
        what,
        method: "POST",
        path: "/1/queries/__all__",
        body: query,
      }),
    );
  }

  /** Creates the annotation, or updates it. */
  async #annotate(
    { name, description }: QueryPanel,
    query_id: string,
    id?: string,
  ): Promise<string> {
    const what = `name query "${name}"`;
    const path = "/1/query_annotations/__all__";
    return idOf(
      what,
      await this.#client.send({
        what,
        ...(id === undefined
          ? { method: "POST", path }
          : { method: "PUT", path: `${path}/${encodeURIComponent(id)}` }),
        body: { name, description, query_id, ...(id !== undefined && { id }) },
      }),
    );
  }
}

/** The ids of the annotations of a board's panels. */
function annotationsOf({ panels }: Json): string[] {
  return listOf(panels).map(({ query_panel: panel }) => panel)
    .filter(isJson).map(({ query_annotation_id: id }) => `${id}`);
}

function idOf(what: string, answer: unknown): string {
  const { id } = isJson(answer) ? answer : {};
  if (typeof id === "string" && id !== "") return id;
  throw new ApiError(
    `Cannot ${what}: Honeycomb answered without an id. Is --api right?`,
  );
}

/** Whether a value has all of another; Honeycomb adds defaults to what was sent. */
function holds(value: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) {
    return Array.isArray(value) && value.length === sent.length &&
      sent.every((one, index) => holds(value[index], one));
  }
  if (!isJson(sent)) return value === sent;
  return isJson(value) &&
    Object.entries(sent).every(([name, one]) => holds(value[name], one));
}
