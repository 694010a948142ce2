import { litellmMain } from "./server/litellm_main.ts";

if (import.meta.main) Deno.exit(await litellmMain(Deno.args));
