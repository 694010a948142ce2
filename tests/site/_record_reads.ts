// deno-lint-ignore-file no-console
/**
 * Records which variables tracing asks for, set or not, and prints them. Those
 * that Deno's own modules ask for do not count.
 *
 * @module
 */

const read = new Set<string>();
const get = Deno.env.get.bind(Deno.env);
Deno.env.get = (name: string) => {
  if (new Error().stack?.includes("/tracing/base/env.ts")) read.add(name);
  return get(name);
};

const { environmentContext, initTracing, traceRun } = await import(
  "@turnspan/turnspan"
);
{
  await using _tracing = await initTracing("recorded");
  const parent = environmentContext();
  await traceRun({ runner: "recorded", model: "gpt-5", parent }, () => {});
}
console.log(JSON.stringify([...read]));
