import { litellmMain } from "./_litellm_main.ts";

if (import.meta.main) Deno.exit(await litellmMain(Deno.args));
