import { scopes } from "../../tracing/base/scopes.ts";
import { activeProvider } from "../../tracing/base/tracers.ts";

let handsOnImages = false;

/**
 * Says that the program has tools of MCP servers: the images of their results
 * reach a model through the adapter, with tracing off, too.
 */
export function handOnImages(): void {
  handsOnImages = true;
}

/**
 * Tells whether a run of the framework's that begins here is left alone: no
 * span is made, the caller is in no run of ours, whose trajectory and budget
 * count with tracing off, too, and no images are handed on.
 */
export function isLeftAlone(): boolean {
  return activeProvider() === undefined && scopes.getStore() === undefined &&
    !handsOnImages;
}
