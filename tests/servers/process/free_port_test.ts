import { assertEquals, assertNotEquals } from "@std/assert";
import { freePort } from "../../../servers/process/free_port.ts";
import { nobodyListens } from "../../_helpers/nobody_listens.ts";

Deno.test("the preferred port is taken where it is free, and another where not", async () => {
  using nobody = await nobodyListens();
  const { port } = nobody;
  assertEquals(freePort(port), port);
  assertNotEquals(freePort(), 0);

  using _taken = Deno.listen({ hostname: "127.0.0.1", port });
  assertNotEquals(freePort(port), port);
});
