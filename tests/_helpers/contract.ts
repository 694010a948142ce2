import {
  assertContract as assertKept,
  type SpanSource,
} from "../../testing/mod.ts";

/** Asserts the contract, and that our own agents leave nothing beside it. */
export function assertContract(spans: SpanSource): void {
  assertKept(spans, { exact: true });
}
