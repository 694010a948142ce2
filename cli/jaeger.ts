import { jaegerMain } from "./server/jaeger_main.ts";

if (import.meta.main) Deno.exit(await jaegerMain(Deno.args));
