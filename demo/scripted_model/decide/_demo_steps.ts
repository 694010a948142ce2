/** How the task of finding the day begins: a step that needs no tool. */
export const FIND_THE_DAY = "Find the day when it began to change";

/** A step of the diagnosis, by the tool's own name. */
export interface DemoStep {
  /** Tells the steps apart. */
  readonly key: string;
  /** What to do. */
  readonly task: string;
  /** The tool's own name; none for a step that is thought alone. */
  readonly tool: string | null;
  /** The steps whose results it needs. */
  readonly needs: readonly string[];
}

/** The diagnosis, in order. */
export const DEMO_STEPS: readonly DemoStep[] = [
  { key: "sites", task: "See which sites there are", tool: "sites", needs: [] },
  {
    key: "assets",
    task: "Find the asset that the question names",
    tool: "assets",
    needs: ["sites"],
  },
  {
    key: "sensors",
    task: "See what is measured on it, and since when",
    tool: "sensors",
    needs: ["assets"],
  },
  {
    key: "modes",
    task: "Look up how assets of its type fail, and how that shows",
    tool: "failure_modes",
    needs: ["assets"],
  },
  {
    key: "history",
    task: "Read the last 30 days of the sensors that tell failures apart",
    tool: "history",
    needs: ["assets", "sensors", "modes"],
  },
  {
    key: "finding",
    task: `${FIND_THE_DAY}, and what the signs point to`,
    tool: null,
    needs: ["assets", "sensors", "modes", "history"],
  },
  {
    key: "create",
    task: "Record the finding as a work order",
    tool: "create",
    needs: ["assets", "modes", "finding"],
  },
  {
    key: "orders",
    task: "See what was done on it before, and what was put off",
    tool: "list",
    needs: ["assets"],
  },
];

/** The tools without which there is no diagnosis. */
export const DEMO_ESSENTIALS: readonly string[] = [
  "assets",
  "sensors",
  "history",
];
