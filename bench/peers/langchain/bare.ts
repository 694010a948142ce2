/** LangChain or deepagents alone. */

import { measure } from "../measure.ts";
import { asking, makeAgent } from "./_agent.ts";

await measure({ run: asking(makeAgent()) });
