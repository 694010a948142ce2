import { COST_PANELS } from "./_cost_panels.ts";
import { GROWTH_PANELS } from "./_growth_panels.ts";
import { RUN_PANELS } from "./_run_panels.ts";
import { TROUBLE_PANELS } from "./_trouble_panels.ts";
import type { Panel } from "./panel.ts";

/** Every query of the board, in the order in which it is read. */
export const PANELS: readonly Panel[] = [
  ...GROWTH_PANELS,
  ...COST_PANELS,
  ...TROUBLE_PANELS,
  ...RUN_PANELS,
];
