import { assert, assertEquals } from "@std/assert";
import { jaegerFiles } from "../../../../scripts/dashboards/jaeger/files.ts";
import { SEARCHES } from "../../../../scripts/dashboards/jaeger/searches.ts";
import { SERVICES } from "../../../../scripts/dashboards/jaeger/services.ts";
import { jaegerSearch } from "../../../_helpers/jaeger_search.ts";

const ROOT = new URL("../../../../", import.meta.url);
const PATH = "deploy/dashboards/jaeger/ui.json";

const read = (path: string) => Deno.readTextFileSync(new URL(path, ROOT));

Deno.test("jaegerFiles() makes what is committed", () => {
  assertEquals(Object.keys(jaegerFiles()), [PATH]);
  assertEquals(read(PATH), jaegerFiles()[PATH], "Run: deno task dashboards");
});

Deno.test("jaegerFiles() has a group for each service, and every search in it", () => {
  const { menu } = JSON.parse(jaegerFiles()[PATH] ?? "");
  assertEquals(menu.map(({ label }: { label: string }) => label), [
    ...SERVICES,
  ]);
  for (const { label: service, items } of menu) {
    const asked = items.map((item: { label: string; url: string }) => ({
      label: item.label,
      ...jaegerSearch(item.url),
    }));
    assertEquals(
      asked,
      SEARCHES.map(({ label, operation, tags, minDuration }) => ({
        label,
        service,
        operation,
        tags,
        minDuration,
        lookback: "2d",
        limit: 20,
      })),
    );
    const labels = new Set(asked.map(({ label }: { label: string }) => label));
    assertEquals(labels.size, SEARCHES.length);
  }
});

Deno.test("deploy/jaeger/config.yaml and the page's container load what jaegerFiles() makes", () => {
  const [, config = ""] = /JAEGER_UI_CONFIG:-(.*?)\}/.exec(
    read("deploy/jaeger/config.yaml"),
  ) ?? [];
  const beside = new URL(config, new URL("deploy/jaeger/", ROOT));
  assertEquals(beside.href, new URL(PATH, ROOT).href);

  const page = read("docs/backends/jaeger.md");
  const [, folder = "", mount = ""] = /--volume "\$PWD\/(\S+):(\S+):ro"/.exec(
    page,
  ) ?? [];
  for (const option of ["--env JAEGER_UI_CONFIG=", "--config "]) {
    const [, path = ""] = new RegExp(`${option}(/\\S+)`).exec(page) ?? [];
    assert(path.startsWith(`${mount}/`), path);
    assert(read(path.replace(mount, folder)).length > 0);
  }
});
