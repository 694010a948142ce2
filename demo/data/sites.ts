import type { Site } from "./types.ts";

/** The sites. */
export const SITES: readonly Site[] = [
  {
    id: "MAIN",
    name: "Main campus",
    description: "Central plant of the campus: six chillers on one loop",
  },
  {
    id: "NORTH",
    name: "North works",
    description: "Production halls with a plant of their own",
  },
];
