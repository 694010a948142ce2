import { isJson, type Json } from "../../../tracing/base/json.ts";
import { error, invalid, ok, type Told } from "./_told.ts";
import {
  annotationFaults,
  boardFaults,
  columnFaults,
} from "../../scripts/dashboards/honeycomb/board_rules.ts";
import { queryFaults } from "../../scripts/dashboards/honeycomb/query_rules.ts";
import { triggerFaults } from "../../scripts/dashboards/honeycomb/trigger_rules.ts";

/** The only key that it knows. */
export const KEY = "hcaik_secret";

const ALL = "__all__";

/** Answers, or nothing where a request is handled as always. */
type Tell = (request: Asked) => Told | undefined | Promise<Told | undefined>;

/** A request as it came. */
export interface Asked {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly body: Json;
}

/**
 * Honeycomb's API on loopback, as far as it is documented: it refuses what
 * breaks a documented rule, a query of a column that no event has had, and an
 * annotation that is not its query's.
 */
export class StandIn implements AsyncDisposable {
  /** All that it was asked. */
  readonly asked: Asked[] = [];
  readonly boards: Json[] = [];
  readonly triggers: Json[] = [];
  readonly annotations: Json[] = [];
  readonly queries: Json[] = [];
  /** Columns by the dataset that has them. */
  readonly columns: Record<string, string[]> = {
    empty: [],
    "deep-agent": ["name", "turn.index", "duration_ms"],
  };
  access: Json = { queries: true, columns: true, boards: true, triggers: true };
  type = "configuration";
  environment = "test";
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #tell: Tell;

  constructor(tell: Tell = () => undefined) {
    this.#tell = tell;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => this.#answer(request),
    );
  }

  /** Where it answers. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** What it was asked to do, without what it was only asked for. */
  get writes(): string[] {
    const writes = this.asked.filter(({ method }) => method !== "GET");
    return writes.map(({ method, path }) => `${method} ${path}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const { method, headers } = request;
    const { pathname, search } = new URL(request.url);
    const text = await request.text();
    const body: unknown = text === "" ? {} : JSON.parse(text);
    const asked = {
      method,
      path: pathname + search,
      body: isJson(body) ? body : {},
    };
    this.asked.push(asked);
    const told = await this.#tell(asked) ??
      (headers.get("x-honeycomb-team") !== KEY
        ? error(401, "unknown API key - check your credentials")
        : text !== "" && headers.get("content-type") !== "application/json"
        ? error(415, "not JSON")
        : this.#handle(asked));
    return told.status === 204
      ? new Response(null, { status: 204 })
      : Response.json(told.body ?? {}, told);
  }

  #handle(asked: Asked): Told {
    const url = new URL(asked.path, "http://h");
    const [, , kind = "", a = "", b] = url.pathname.split("/");
    switch (kind) {
      case "auth":
        return ok({
          id: "k",
          type: this.type,
          api_key_access: this.access,
          team: { name: "Team", slug: "team" },
          environment: { name: "Test", slug: this.environment },
        });
      case "datasets":
        return ok(Object.keys(this.columns).map((slug) => ({ slug })));
      case "columns":
        return this.#column(asked, a, url.searchParams.get("key_name"));
      case "queries":
        return this.#query(asked, a, b);
      case "query_annotations":
        return this.#annotation(asked, a, b);
      case "boards":
        return this.#board(asked, a);
      case "triggers":
        return this.#trigger(asked, a, b);
    }
    return error(404, "not found");
  }

  #column({ method, body }: Asked, dataset: string, name: string | null): Told {
    if (method === "GET" && dataset === ALL) {
      return ok([...this.#known].map((key_name) => ({ key_name })));
    }
    const columns = this.columns[dataset];
    if (columns === undefined) return error(404, "Dataset not found");
    if (method === "GET") {
      return name !== null && columns.includes(name)
        ? ok({ key_name: name })
        : error(404, "column not found");
    }
    const faults = columnFaults(body);
    if (faults.length > 0) return invalid(faults);
    if (columns.includes(`${body.key_name}`)) {
      return error(409, "A resource by that name already exists.");
    }
    columns.push(`${body.key_name}`);
    return { status: 201, body };
  }

  get #known(): Set<string> {
    return new Set(Object.values(this.columns).flat());
  }

  #query({ method, body }: Asked, dataset: string, id?: string): Told {
    if (dataset !== ALL) return error(404, "Dataset not found");
    if (method === "GET") {
      const query = this.queries.find((one) => one.id === id);
      return query === undefined ? error(404, "query not found") : ok(query);
    }
    const faults = [...queryFaults(body), ...this.#unknownColumns(body)];
    if (faults.length > 0) return invalid(faults);
    // Defaults come back, too.
    const query = { limit: 100, ...body, id: `q${this.queries.length}` };
    this.queries.push(query);
    return ok(query);
  }

  #unknownColumns({ calculations, breakdowns, filters }: Json): string[] {
    const named = [calculations, filters].flat().filter(isJson);
    return [named.map(({ column }) => column), breakdowns ?? []].flat()
      .filter((name) => name !== undefined && !this.#known.has(`${name}`))
      .map((name) => `unknown column "${name}"`);
  }

  #annotation(
    { method, body, path }: Asked,
    dataset: string,
    id?: string,
  ): Told {
    if (dataset !== ALL) return error(404, "Dataset not found");
    if (method === "GET") {
      // By default, those of boards are left out.
      return ok(
        path.endsWith("?include_board_annotations=true")
          ? this.annotations
          : [],
      );
    }
    const at = this.annotations.findIndex((one) => one.id === id);
    if (method !== "POST" && at < 0) return error(404, "not found");
    if (method === "DELETE") {
      this.annotations.splice(at, 1);
      return { status: 204 };
    }
    const faults = annotationFaults(body);
    if (faults.length > 0) return invalid(faults);
    if (!this.queries.some((one) => one.id === body.query_id)) {
      return error(400, "Query ID included in body is invalid");
    }
    if (method === "POST") {
      const made = { ...body, id: `a${this.asked.length}` };
      this.annotations.push(made);
      return { status: 201, body: made };
    }
    if (this.annotations[at]?.query_id !== body.query_id) {
      return error(400, "queries in annotations cannot be changed");
    }
    this.annotations[at] = { ...body, id };
    return ok(body);
  }

  #board({ method, body }: Asked, id: string): Told {
    if (method === "GET") return ok(this.boards);
    const faults = [...boardFaults(body), ...this.#panelFaults(body)];
    if (faults.length > 0) return invalid(faults);
    const links = { board_url: "https://ui.honeycomb.io/team/board/b0" };
    if (method === "POST") {
      const made = { ...body, id: `b${this.boards.length}`, links };
      this.boards.push(made);
      return { status: 201, body: made };
    }
    const at = this.boards.findIndex((one) => one.id === id);
    if (at < 0) return error(404, "board not found");
    this.boards[at] = { ...body, id, links };
    return ok(this.boards[at]);
  }

  #panelFaults({ panels }: Json): string[] {
    const queries = [panels].flat().filter(isJson)
      .map((one) => one.query_panel).filter(isJson);
    return queries.filter(({ query_id, query_annotation_id }) =>
      !this.annotations.some((one) =>
        one.id === query_annotation_id && one.query_id === query_id
      )
    ).map(({ query_id }) => `no such query and annotation: ${query_id}`);
  }

  #trigger({ method, body }: Asked, dataset: string, id?: string): Told {
    if (dataset !== ALL) return error(404, "Dataset not found");
    if (method === "GET") return ok(this.triggers);
    const { query } = body;
    const faults = [
      ...triggerFaults(body),
      ...this.#unknownColumns(isJson(query) ? query : {}),
    ];
    if (faults.length > 0) return invalid(faults);
    if (method === "POST") {
      const made = { ...body, id: `t${this.triggers.length}`, disabled: false };
      this.triggers.push(made);
      return { status: 201, body: made };
    }
    const at = this.triggers.findIndex((one) => one.id === id);
    if (at < 0) return error(404, "trigger not found");
    this.triggers[at] = { ...body, id };
    return ok(this.triggers[at]);
  }
}
