import { planExecute } from "../runners/plan_execute.ts";
import { agentMain } from "./agent/main.ts";

if (import.meta.main) {
  Deno.exit(await agentMain("plan-execute", planExecute, Deno.args));
}
