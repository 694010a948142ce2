import type { Fault } from "./_fault.ts";
import type { RecordedSpan } from "./recorded_span.ts";
import { SPAN_CONTRACTS, type SpanRole } from "./span_contract.ts";
import type { ValueType } from "./_value_types.ts";
import { show } from "./_values.ts";

/** What is wrong with a span's attributes; `error.type` is looked at elsewhere. */
export function attributeFaults(
  { attributes }: RecordedSpan,
  role: SpanRole,
  exact: boolean,
): Fault[] {
  const { required, optional = {} } = SPAN_CONTRACTS[role];
  const missing = Object.entries(required).filter(([key]) =>
    !Object.hasOwn(attributes, key)
  );
  return [
    ...missing.map(([rule, type]) => fault(rule, type.name, undefined)),
    ...Object.entries(attributes).flatMap(([rule, value]) => {
      if (rule === "error.type") return [];
      const type = own(required, rule) ?? own(optional, rule);
      // A program may put attributes of its own on our spans.
      if (type === undefined) {
        return exact
          ? [fault(rule, "nothing: it is in no table of the contract", value)]
          : [];
      }
      return type.has(value) ? [] : [fault(rule, type.name, value)];
    }),
  ];
}

function fault(rule: string, expected: string, value: unknown): Fault {
  return { rule, expected, actual: show(value) };
}

function own(
  types: Readonly<Record<string, ValueType>>,
  key: string,
): ValueType | undefined {
  return Object.hasOwn(types, key) ? types[key] : undefined;
}
