/** The OpenAI Agents SDK alone. */

import { measure } from "../measure.ts";
import { makeAgent } from "./_agent.ts";

await measure({ run: makeAgent() });
