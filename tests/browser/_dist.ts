import { fileURLToPath } from "node:url";

/** The folder of the built site. */
export const DIST = fileURLToPath(
  import.meta.resolve("../../docs/.vitepress/dist"),
);
