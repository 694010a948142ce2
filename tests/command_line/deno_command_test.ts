import { assertEquals } from "@std/assert";
import { denoCommand } from "../../command_line/deno_command.ts";

const GLOBAL = "/home/p/.deno/bin/deno";
const IN_NPX = "/home/p/.npm/_npx/ab12/node_modules/deno/deno";

/** A person's machine: variables, where Deno runs from, and what is on it. */
function started(
  env: Readonly<Record<string, string>>,
  execPath = GLOBAL,
  files: readonly string[] = [GLOBAL],
): string {
  return denoCommand({
    env: (name) => env[name],
    execPath: () => execPath,
    exists: (path) => files.includes(path),
  });
}

Deno.test({
  name: "denoCommand() is what this person can type",
  // Where a path is written as here.
  ignore: Deno.build.os === "windows",
  fn() {
    const mine = "/usr/bin:/home/p/.deno/bin";
    const npx = "/w/node_modules/.bin:/home/p/.npm/_npx/ab12/node_modules/.bin";
    const linked = [
      "/home/p/.npm/_npx/ab12/node_modules/.bin/deno",
      "/w/node_modules/.bin/deno",
    ];
    for (
      const [said, command] of [
        [started({ PATH: mine }), "deno"],
        [started({}), "deno"],
        [started({ PATH: "/usr/bin", npm_command: "exec" }), "npx -y deno"],
        [
          started({ PATH: mine, npm_lifecycle_event: "npx" }),
          "npx -y deno",
        ],
        // What npm puts onto the PATH is gone when the command has ended.
        [started({ PATH: `${npx}:/usr/bin` }, IN_NPX, linked), "npx -y deno"],
        [started({ PATH: `${npx}:${mine}` }, IN_NPX), "deno"],
        // A script of a package.json, in a shell that has Deno.
        [started({ PATH: mine, npm_command: "run-script" }), "deno"],
        // Unpacked, and not on the PATH.
        [started({ PATH: "/usr/bin" }, "/opt/deno/deno"), "/opt/deno/deno"],
        [
          started({ PATH: "/usr/bin" }, "/opt/my deno/deno"),
          '"/opt/my deno/deno"',
        ],
      ] as const
    ) assertEquals(said, command);
  },
});

Deno.test("denoCommand() is deno where nothing may be looked at", () => {
  const refuse = () => {
    throw new Deno.errors.NotCapable("no");
  };
  const host = { exists: () => false, execPath: refuse };
  assertEquals(denoCommand({ ...host, env: () => undefined }), "deno");
  assertEquals(denoCommand({ ...host, env: () => "/usr/bin" }), "deno");
});
