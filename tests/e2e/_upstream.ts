import { scriptedModelHandler } from "../../demo/scripted_model/handler.ts";
import {
  type ScriptedModel,
  startScriptedModel,
} from "../../demo/scripted_model/start.ts";

/**
 * Starts what the proxies ask: the scripted model, which `demo-broken` makes
 * answer 500 every time, and `demo-flaky` 503 every other time.
 */
export function startUpstream(): ScriptedModel {
  const scripted = scriptedModelHandler();
  /** What has been answered 503, by the request's body. */
  const failed = new Set<string>();
  return startScriptedModel({
    handler: async (request) => {
      const { url, method, headers } = request;
      const body = await request.text();
      if (body.includes('"demo-broken"')) return failure(500);
      if (body.includes('"demo-flaky"') && !failed.delete(body)) {
        failed.add(body);
        return failure(503);
      }
      return await scripted(new Request(url, { method, headers, body }));
    },
  });
}

function failure(status: number): Response {
  const error = {
    message: "failed on purpose",
    type: "server_error",
    param: null,
    code: null,
  };
  // The vendors' clients heed it: no test waits for a second.
  return Response.json({ error }, {
    status,
    headers: { "retry-after-ms": "1" },
  });
}
