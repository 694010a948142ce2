// deno-lint-ignore-file no-console
/** A program of one's own that is interrupted. */
import { cancelOnInterrupt, initTracing, traceRun } from "@turnspan/turnspan";

interface Input {
  readonly graceMs?: number;
  /** It does not end by itself when it is interrupted. */
  readonly deaf?: boolean;
  /** It ends at once, and disposes of nothing. */
  readonly end?: boolean;
  /** It ends after hearing a second signal. */
  readonly lines?: number;
}

const input = JSON.parse(Deno.args[0] ?? "{}") as Input;
const interrupt = cancelOnInterrupt(input);
if (input.end !== true) {
  const second = Promise.withResolvers<void>();
  if (input.lines === 2) {
    const heard = () => {
      console.log("heard SIGTERM");
      second.resolve();
      Deno.removeSignalListener("SIGTERM", heard);
    };
    Deno.addSignalListener("SIGTERM", heard);
  }
  const tracing = await initTracing("agent");
  const { signal } = interrupt;
  const options = { runner: "mine", model: "gpt-5", signal };
  // The listeners alone hold no program: something must be under way.
  const work = setInterval(() => {}, 1000);
  await traceRun(options, (run) =>
    run.turn(async () => {
      const aborted = new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      });
      console.log("ready");
      await aborted;
    })).catch((error) => console.log(`aborted: ${error}`));
  if (input.deaf === true) await new Promise(() => {});
  if (input.lines === 2) await second.promise;
  clearInterval(work);
  await tracing.shutdown();
  interrupt[Symbol.dispose]();
  Deno.exit(interrupt.exitCode);
}
