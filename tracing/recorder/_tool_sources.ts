import type { EnclosingTool } from "./_enclosing.ts";

/** Which tool the results in an agent's prompts are of. */
export class ToolSources {
  readonly #byCallId = new Map<string, string>();
  /** By what a model calls the tool; `undefined` where it is two tools' name. */
  readonly #byName = new Map<string, string | undefined>();
  /** By server and tool, so that each text is made once. */
  readonly #byServer = new Map<string, Map<string, string>>();

  /**
   * Remembers which tool a call ran.
   *
   * @param call The call.
   * @param server The tool's server.
   * @param name The tool's name there.
   */
  add(call: EnclosingTool, server: string, name: string): void {
    const source = this.#known(server, name) ?? this.#newOf(call, server, name);
    const { callId } = call;
    if (callId !== undefined) this.#byCallId.set(callId, source);
  }

  /** Gets `<server>/<tool>` of a call, by its id or its tool's name. */
  get(callId: string, name: string): string | undefined {
    return this.#byCallId.get(callId) ?? this.#byName.get(name);
  }

  #known(server: string, name: string): string | undefined {
    return this.#byServer.get(server)?.get(name);
  }

  #newOf(call: EnclosingTool, server: string, name: string): string {
    const source = `${server}/${name}`;
    for (const shown of call.names) {
      const isAnother = this.#byName.has(shown) &&
        this.#byName.get(shown) !== source;
      this.#byName.set(shown, isAnother ? undefined : source);
    }
    const tools = this.#byServer.get(server) ?? new Map<string, string>();
    this.#byServer.set(server, tools.set(name, source));
    return source;
  }
}
