import { assertEquals, assertStrictEquals } from "@std/assert";
import type { ModelEndpoint } from "../../../runners/shared/model.ts";
import { explainModelError } from "../../../runners/shared/model_error.ts";

const URL = "http://127.0.0.1:9";

const MODEL: ModelEndpoint = {
  id: "openai/tested",
  name: "tested",
  provider: "openai",
  api: "chat_completions",
  baseUrl: URL,
  apiKey: "key",
};

/** What Deno's `fetch` throws, and what a vendor's client makes of it. */
function connectionError(): Error {
  const reason = new Error("Connection refused (os error 111)");
  const thrown = new TypeError(
    `error sending request for url (${URL}/v1?key=1)`,
    {
      cause: reason,
    },
  );
  return new Error("Connection error.", { cause: thrown });
}

Deno.test("explainModelError() says where and why nobody answered", () => {
  const error = connectionError();
  const framework = new Error("Connection error.", { cause: error });
  for (const given of [error, framework]) {
    const explained = explainModelError(given, MODEL) as Error;
    assertEquals(
      explained.message,
      "Cannot reach the model at http://127.0.0.1:9: Connection refused (os error 111)",
    );
    assertStrictEquals(explained.cause, given);
  }
});

/** What `fetch` says, word for word, and what is left of it. */
const REASONS = [
  [
    "error sending request for url (http://127.0.0.1:9/v1/chat/completions?key=s3cret): client error (Connect): tcp connect error: Connection refused (os error 111)",
    "tcp connect error: Connection refused (os error 111)",
  ],
  [
    "error sending request for url (http://no-such.invalid:4000/v1): client error (Connect): dns error: failed to lookup address information: Name or service not known",
    "dns error: failed to lookup address information: Name or service not known",
  ],
  [
    "error sending request from 127.0.0.1:53572 for http://127.0.0.1:39159/v1 (127.0.0.1:39159): client error (SendRequest): connection closed before message completed",
    "connection closed before message completed",
  ],
  [
    "error sending request for url (https://127.0.0.1:33731/v1): client error (Connect): received corrupt message of type InvalidContentType",
    "received corrupt message of type InvalidContentType",
  ],
  ["Requests to port 9 are blocked", "Requests to port 9 are blocked"],
] as const;

Deno.test("explainModelError() is as short as its page, whatever fetch says", () => {
  for (const [said, reason] of REASONS) {
    const thrown = new TypeError("fetch failed", { cause: new Error(said) });
    const error = new Error("Connection error.", { cause: thrown });
    const { message } = explainModelError(error, MODEL) as Error;
    assertEquals(message, `Cannot reach the model at ${URL}: ${reason}`);
  }
});

Deno.test("explainModelError() says where nothing came within the client's time", () => {
  const { message } = explainModelError(
    new Error("Request timed out."),
    MODEL,
  ) as Error;
  assertEquals(
    message,
    `Cannot reach the model at ${URL}: it did not answer in time`,
  );
});

Deno.test("explainModelError() names the variable that says where the model is", () => {
  const variables = { apiKey: "OPENAI_API_KEY", baseUrl: "OPENAI_BASE_URL" };
  const model = { ...MODEL, variables };

  const { message } = explainModelError(connectionError(), model) as Error;

  assertEquals(
    message,
    "Cannot reach the model at http://127.0.0.1:9: Connection refused (os error 111); check OPENAI_BASE_URL",
  );
});

Deno.test("explainModelError() tells no password of the model's address", () => {
  const baseUrl = "https://me:secret@host/team";
  const status = { status: 404, error: { code: "model_not_found" } };
  const error = Object.assign(new Error("404 no such model"), status);

  const { message } = explainModelError(error, { ...MODEL, baseUrl }) as Error;

  assertEquals(
    message,
    'Cannot ask model "openai/tested": https://host answered 404: no such model; https://host/team/v1/models lists the models',
  );
});

Deno.test("explainModelError() leaves every other error as it is", () => {
  const circle = new Error("round");
  circle.cause = circle;
  const others = [
    new TypeError("undefined is not a function"),
    new Error("Middleware failed", { cause: new TypeError("not a function") }),
    new Error("Connection error."),
    circle,
    "text",
    undefined,
  ];
  for (const error of others) {
    assertStrictEquals(explainModelError(error, MODEL), error);
  }
});
