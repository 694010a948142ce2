import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { LocalError } from "../../../servers/process/local_error.ts";
import { startService } from "../../../servers/process/service.ts";
import { nobodyListens } from "../../_helpers/nobody_listens.ts";
import { Folder } from "../../cli/_command.ts";
import { isRunning, program, until } from "./_program.ts";

const never = new AbortController().signal;

Deno.test("a server is there once its URL answers 2xx, and gone at the end", async () => {
  using folder = new Folder();
  using nobody = await nobodyListens();
  const { port, url } = nobody;
  // Not ready to begin with: it refuses three times.
  const code =
    `let asked = 0; Deno.serve({ port: ${port}, hostname: "127.0.0.1" },
    () => new Response("", { status: ++asked > 3 ? 200 : 503 }))`;

  {
    await using _server = await startService({
      name: "Server",
      ...program(code),
      log: `${folder.path}/log`,
      readyUrl: url,
      signal: never,
    });
    const response = await fetch(url);
    await response.body?.cancel();
    assertEquals(response.status, 200);
  }

  await assertRejects(() => fetch(url), TypeError);
});

Deno.test("one that ends before it is ready is an error with the end of its log", async () => {
  using folder = new Folder();
  using nobody = await nobodyListens();

  const error = await assertRejects(
    () =>
      startService({
        name: "Server",
        ...program(`console.error("no such option"); Deno.exit(7)`),
        log: `${folder.path}/log`,
        readyUrl: nobody.url,
        signal: never,
      }),
    LocalError,
  );

  assertMatch(
    error.message,
    /^Cannot start Server: it ended with exit code 7\. The end of .*log:\nno such option$/,
  );
});

Deno.test("giving up stops it, and throws the reason", async () => {
  using folder = new Folder();
  using nobody = await nobodyListens();
  const controller = new AbortController();
  const reason = new Error("enough");

  const starting = startService({
    name: "Server",
    ...program(`console.log(Deno.pid); setInterval(() => {}, 1e6)`),
    log: `${folder.path}/log`,
    readyUrl: nobody.url,
    signal: controller.signal,
  });
  await until(() => folder.names.length > 0 && folder.read("log") !== "");
  controller.abort(reason);

  assertEquals(await assertRejects(() => starting), reason);
  const pid = Number(folder.read("log"));
  assertEquals(isRunning(pid), false);
});
