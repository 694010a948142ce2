import { demoMain } from "./_demo_main.ts";

if (import.meta.main) Deno.exit(await demoMain(Deno.args));
