import { assertEquals } from "@std/assert";
import { Clone } from "../_helpers/clone.ts";
import type { JsrPackage } from "./_jsr_package.ts";
import { JsrRegistry } from "./_jsr_registry.ts";

let publishing: Promise<JsrPackage> | undefined;

/**
 * What `deno publish` makes of this project, published once for all tests of a
 * file: it takes seconds.
 */
export function published(): Promise<JsrPackage> {
  return publishing ??= publish();
}

async function publish(): Promise<JsrPackage> {
  using clone = await Clone.make();
  await using registry = new JsrRegistry();
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "publish",
      "--quiet",
      "--allow-dirty",
      "--no-provenance",
      "--token=anything",
    ],
    cwd: clone.path,
    env: { JSR_URL: registry.url, NO_COLOR: "1" },
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  return registry.package("@turnspan/turnspan");
}
