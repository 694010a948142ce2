import { assertEquals } from "@std/assert";
import { jaegerSearch } from "../_helpers/jaeger_search.ts";
import { searchJaeger } from "./_search_jaeger.ts";

const SEARCH = jaegerSearch(
  '/search?service=mine&operation=agent.turn&tags={"turn.index":"20"}&limit=9',
);

/** Two traces, of which one has such a turn. */
const TRACES = { ["a".repeat(32)]: 20, ["b".repeat(32)]: 19 };

/** A Jaeger that takes attributes under v3, or one that overlooks them. */
function stub(takesAttributes: boolean): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    ({ url }) => {
      const { pathname, searchParams } = new URL(url);
      const [asked] = Object.keys(TRACES);
      if (pathname === "/api/traces") {
        return takesAttributes
          ? new Response("gone", { status: 404 })
          : Response.json({ data: [{ traceID: asked }] });
      }
      const { "turn.index": index } = JSON.parse(
        searchParams.get("query.attributes") ?? "{}",
      );
      const resourceSpans = Object.entries(TRACES)
        .filter(([, turn]) => !takesAttributes || String(turn) === index)
        .map(([traceId, turn]) => turnSpan(traceId, turn));
      return Response.json({ result: { resourceSpans } });
    },
  );
}

function turnSpan(traceId: string, turn: number) {
  return {
    resource: {
      attributes: [{ key: "service.name", value: { stringValue: "mine" } }],
    },
    scopeSpans: [{
      spans: [{
        traceId,
        spanId: "c".repeat(16),
        name: "agent.turn",
        startTimeUnixNano: "1",
        endTimeUnixNano: "2",
        attributes: [{ key: "turn.index", value: { intValue: turn } }],
      }],
    }],
  };
}

for (const takesAttributes of [true, false]) {
  Deno.test(
    `searchJaeger() finds the trace where /api/v3 ${
      takesAttributes ? "takes" : "overlooks"
    } attributes`,
    async () => {
      await using jaeger = stub(takesAttributes);

      const found = await searchJaeger(SEARCH, {
        query: `http://127.0.0.1:${jaeger.addr.port}`,
        since: new Date(0),
      });

      assertEquals(found, ["a".repeat(32)]);
    },
  );
}
