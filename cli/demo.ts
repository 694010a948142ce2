import { demoStart } from "./demo/start.ts";

if (import.meta.main) Deno.exit(await demoStart(Deno.args));
