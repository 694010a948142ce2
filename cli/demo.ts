import { demoMain } from "./demo/main.ts";

if (import.meta.main) Deno.exit(await demoMain(Deno.args));
