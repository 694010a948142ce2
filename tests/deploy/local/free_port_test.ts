import { assertEquals, assertNotEquals } from "@std/assert";
import { freePort } from "../../../deploy/local/free_port.ts";

Deno.test("the preferred port is taken where it is free, and another where not", () => {
  const port = freePort();
  assertEquals(freePort(port), port);

  using _taken = Deno.listen({ hostname: "127.0.0.1", port });
  assertNotEquals(freePort(port), port);
});
