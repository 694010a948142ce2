import { assertEquals } from "@std/assert";
import uiConfig from "../../deploy/dashboards/jaeger/ui.json" with {
  type: "json",
};
import { e2eEnvironment } from "./_environment.ts";

const { jaeger } = e2eEnvironment();

Deno.test("Jaeger's page has the configuration that deploy/dashboards ships", async () => {
  const response = await fetch(`${jaeger.query}/search`);

  const page = await response.text();
  const [, config = ""] = /JAEGER_CONFIG = (.*);/.exec(page) ?? [];
  assertEquals(JSON.parse(config), uiConfig);
});
