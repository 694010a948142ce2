/**
 * Says in one sentence what is needed, where it is missing. Each export of the
 * package imports this before anything else: JSR offers the package to users of
 * npm too, who would see `Deno is not defined` from somewhere in its middle.
 *
 * Node parses all modules before it runs this one. So published code has no
 * `using` declaration, which Node 22 does not know.
 *
 * @module
 */
const version: string | undefined = globalThis.Deno?.version?.deno;
const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);

if (major < 2 || (major === 2 && minor < 8)) {
  const found = version === undefined
    ? "there is none here"
    : `this is Deno ${version}`;
  throw new Error(
    `Cannot import "@turnspan/turnspan": it needs Deno 2.8 or newer, and ${found}; run your program with "npx deno@latest run"`,
  );
}
