/**
 * Measures what tracing costs: `deno task bench`.
 *
 * @module
 */

import { benchMain } from "./harness/bench_main.ts";
import { packageVersions } from "./package_versions.ts";
import { SUITES } from "./suites.ts";

if (import.meta.main) {
  Deno.exit(
    await benchMain(Deno.args, {
      suites: SUITES,
      packages: packageVersions(),
    }),
  );
}
