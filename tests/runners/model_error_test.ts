import { assertEquals, assertStrictEquals } from "@std/assert";
import { explainModelError } from "../../runners/model_error.ts";

const URL = "http://127.0.0.1:9/v1";

/** What Deno's `fetch` throws, and what a vendor's client makes of it. */
function connectionError(): Error {
  const reason = new Error("Connection refused (os error 111)");
  const thrown = new TypeError(`error sending request for url (${URL}?key=1)`, {
    cause: reason,
  });
  return new Error("Connection error.", { cause: thrown });
}

Deno.test("explainModelError() says where and why nobody answered", () => {
  const error = connectionError();
  const framework = new Error("Connection error.", { cause: error });
  for (const given of [error, framework]) {
    const explained = explainModelError(given, URL) as Error;
    assertEquals(
      explained.message,
      "Cannot reach the model at http://127.0.0.1:9: Connection refused (os error 111)",
    );
    assertStrictEquals(explained.cause, given);
  }
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
    assertStrictEquals(explainModelError(error, URL), error);
  }
});
