import { assert } from "@std/assert";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** The project as a newcomer has it, in a folder that goes away at the end. */
export class Clone implements Disposable {
  /** The folder. */
  readonly path = Deno.makeTempDirSync();

  private constructor() {}

  /**
   * Copies all files that belong to the project, and nothing of what is built.
   */
  static async make(): Promise<Clone> {
    const clone = new Clone();
    const copy =
      `git ls-files -z -co --exclude-standard | tar -c --null --ignore-failed-read -T - | tar -x -C "$1"`;
    const { success } = await new Deno.Command("bash", {
      args: ["-ec", copy, "copy", clone.path],
      cwd: ROOT,
    }).output();
    assert(success);
    return clone;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
