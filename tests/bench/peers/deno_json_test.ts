import { assertEquals } from "@std/assert";
import peers from "../../../bench/peers/deno.json" with { type: "json" };
import project from "../../../deno.json" with { type: "json" };
import map from "../../../import_map.json" with { type: "json" };

Deno.test("bench/peers has the project's versions of what both use", () => {
  const own: Readonly<Record<string, string>> = map.imports;
  const shared = Object.entries(peers.imports).filter(([name, target]) =>
    name in own && target.startsWith("npm:")
  );
  assertEquals(
    Object.fromEntries(shared),
    Object.fromEntries(shared.map(([name]) => [name, own[name]!])),
  );
});

Deno.test("bench/peers is checked as strictly as the project", () => {
  assertEquals(peers.compilerOptions, project.compilerOptions);
  assertEquals(peers.lint, project.lint);
});
