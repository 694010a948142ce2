import { assertEquals } from "@std/assert";
import { searchUrl } from "../../../../scripts/dashboards/jaeger/search_url.ts";
import { jaegerSearch } from "../../../_helpers/jaeger_search.ts";

Deno.test("searchUrl() says all that is searched for", () => {
  const link = searchUrl("my agent", {
    operation: "agent.turn",
    tags: { "turn.prompt.size_bucket": ">=128k", "turn.index": "20" },
    minDuration: "30s",
  });
  assertEquals(jaegerSearch(link), {
    service: "my agent",
    operation: "agent.turn",
    tags: { "turn.prompt.size_bucket": ">=128k", "turn.index": "20" },
    minDuration: "30s",
    lookback: "2d",
    limit: 20,
  });
});

Deno.test("searchUrl() leaves out what is not asked", () => {
  assertEquals(
    searchUrl("mine", { operation: "agent.run", tags: {} }),
    "/search?service=mine&operation=agent.run&lookback=2d&limit=20",
  );
});

Deno.test("searchUrl() leaves the page's parameters to the page", () => {
  const link = searchUrl("mine", {
    operation: "agent.turn",
    tags: { "turn.prompt.grew_by": "#{turn.prompt.grew_by}" },
  });
  // The page puts in the value, encoded.
  const filled = link.replace(
    "#{turn.prompt.grew_by}",
    encodeURIComponent("iot/history & more"),
  );
  assertEquals(jaegerSearch(filled).tags, {
    "turn.prompt.grew_by": "iot/history & more",
  });
});
