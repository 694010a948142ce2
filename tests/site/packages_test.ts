import { assertEquals } from "@std/assert";
import site from "../../docs/deno.json" with { type: "json" };
import repository from "../../import_map.json" with { type: "json" };

Deno.test("the site checks its blocks with the packages that the tests run them with", () => {
  const ours: Readonly<Record<string, string>> = repository.imports;
  const shared = Object.entries(site.imports)
    .filter(([name]) => Object.hasOwn(ours, name));
  assertEquals(shared, shared.map(([name]) => [name, ours[name]!]));
  assertEquals(shared.length > 5, true, "Hardly any package is shared");
});
