import type { EnclosingTool } from "./_enclosing.ts";

/** Which tool the results in an agent's prompts are of. */
export class ToolSources {
  readonly #byCallId = new Map<string, string>();
  /** By what a model calls the tool; `undefined` where it is two tools' name. */
  readonly #byName = new Map<string, string | undefined>();
  /** Those whose names are in it. */
  readonly #named = new Set<string>();

  /**
   * Remembers which tool a call ran.
   *
   * @param tool The call.
   * @param source `<server>/<tool>`.
   */
  add(tool: EnclosingTool, source: string): void {
    const { callId } = tool;
    if (callId !== undefined) this.#byCallId.set(callId, source);
    // Its names are known by then.
    if (this.#named.has(source)) return;
    this.#named.add(source);
    for (const name of tool.names) {
      const isAnother = this.#byName.has(name) &&
        this.#byName.get(name) !== source;
      this.#byName.set(name, isAnother ? undefined : source);
    }
  }

  /** Gets `<server>/<tool>` of a call, by its id or its tool's name. */
  get(callId: string, name: string): string | undefined {
    return this.#byCallId.get(callId) ?? this.#byName.get(name);
  }
}
