import { honeycombMain } from "./honeycomb/main.ts";

if (import.meta.main) Deno.exit(await honeycombMain(Deno.args));
