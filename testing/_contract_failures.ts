import type { Fault } from "./_fault.ts";
import { type RecordedSpan, statusOf } from "./recorded_span.ts";
import { show } from "./_values.ts";

/** The most that a span keeps of an error's text. */
const MAX_MESSAGE_BYTES = 1024;

/** What is wrong with how a span says that it failed, or that it did not. */
export function failureFaults(span: RecordedSpan, exact: boolean): Fault[] {
  const failed = statusOf(span) === "error";
  const message = span.status.message ?? "";
  const bytes = new TextEncoder().encode(message).length;
  return [
    ...typeFaults(span, failed),
    ...exceptionFaults(span, failed, exact),
    ...(failed && message === ""
      ? [{ rule: "status", expected: "a message", actual: "none" }]
      : []),
    ...(bytes > MAX_MESSAGE_BYTES
      ? [{
        rule: "status",
        expected: `a message of ${MAX_MESSAGE_BYTES} bytes at most`,
        actual: `${bytes} bytes`,
      }]
      : []),
  ];
}

function typeFaults({ attributes }: RecordedSpan, failed: boolean): Fault[] {
  const type = attributes["error.type"];
  const isText = typeof type === "string" && type !== "";
  if (failed ? isText : type === undefined) return [];
  return [{
    rule: "error.type",
    expected: failed
      ? "a text, as the status is error"
      : "nothing, or the status error",
    actual: show(type),
  }];
}

/** A status or a result that tells of the failure was not thrown. */
function exceptionFaults(
  { attributes, events }: RecordedSpan,
  failed: boolean,
  exact: boolean,
): Fault[] {
  const names = events.map(({ name }) => name);
  const exceptions = names.filter((name) => name === "exception").length;
  const answered = Number(attributes["http.response.status_code"]) >= 400;
  const told = answered || attributes["error.type"] === "tool_error";
  const most = failed && !told ? 1 : 0;
  const why = failed
    ? told ? "nothing was thrown" : "what was thrown first"
    : "it did not fail";
  return [
    ...(exceptions > most
      ? [{
        rule: "events",
        expected: `${most} exceptions at most (${why})`,
        actual: String(exceptions),
      }]
      : []),
    ...(exact && names.length > exceptions
      ? [{ rule: "events", expected: "exceptions alone", actual: show(names) }]
      : []),
  ];
}
