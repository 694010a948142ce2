import { assertEquals } from "@std/assert";
import { request } from "node:http";
import {
  type Batch,
  OtlpRequests,
} from "../../../tracing/export/_otlp_requests.ts";

/** Nothing listens there, and no test gets that port from the system. */
const NOBODY = "http://127.0.0.1:1/v1/traces";

/** Sends a request as the SDK's exporter does, and gets why it failed. */
async function failure(
  requests: OtlpRequests,
  url: string,
): Promise<NodeJS.ErrnoException> {
  const agent = await requests.agent("http:");
  return await new Promise((resolve, reject) => {
    request(url, { method: "POST", agent }, () => reject(new Error("answered")))
      .on("error", resolve).end();
  });
}

Deno.test("OtlpRequests lets the exporter ask again where nobody listens", async () => {
  const { code } = await failure(new OtlpRequests({}), NOBODY);
  assertEquals(code, "ECONNREFUSED");
});

Deno.test("OtlpRequests lets nobody ask again who waits for the end", async () => {
  const requests = new OtlpRequests({});
  requests.flushing++;
  const { code, message } = await failure(requests, NOBODY);
  assertEquals({ code, message }, {
    code: undefined,
    message: "connect ECONNREFUSED 127.0.0.1:1",
  });
});

Deno.test("OtlpRequests ends what comes after it was stopped", async () => {
  const requests = new OtlpRequests({});
  requests.stop("gave up");
  const { code, message } = await failure(requests, NOBODY);
  assertEquals({ code, message }, { code: undefined, message: "gave up" });
});

Deno.test("OtlpRequests keeps with a batch what was answered to it", async () => {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => new Response(new URL(request.url).pathname, { status: 503 }),
  );
  const requests = new OtlpRequests({});
  const agent = await requests.agent("http:");
  const send = (path: string) =>
    new Promise<Batch>((resolve, reject) => {
      const batch: Batch = {};
      requests.run(batch, () => {
        request(
          `http://127.0.0.1:${server.addr.port}${path}`,
          { agent },
          (response) => response.on("end", () => resolve(batch)).resume(),
        ).on("error", reject).end();
      });
    });
  const batches = await Promise.all(["/first", "/second"].map(send));
  const decoder = new TextDecoder();
  assertEquals(
    batches.map(({ answer }) => [
      answer?.status,
      answer?.chunks.map((chunk) => decoder.decode(chunk)).join(""),
    ]),
    [[503, "/first"], [503, "/second"]],
  );
  await server.shutdown();
});
