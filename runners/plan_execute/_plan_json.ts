import { isJson, parseJson } from "../../tracing/base/json.ts";

/** What was found in a reply that is to be a plan. */
export interface FoundPlan {
  /** The plan's JSON; `undefined` where there is none. */
  readonly value?: unknown;
  /** Why there is none. */
  readonly problem?: string;
}

/** The end of what a model thinks aloud; the beginning may not be in the reply. */
const THOUGHT = /<\/(?:think|thinking|thought|reasoning)>/gi;

/**
 * Finds the JSON of a plan in a model's reply. Where an endpoint does not hold
 * its model to the schema, there are a code fence, thoughts or words around it,
 * or a text of the text.
 *
 * @param text The reply.
 * @returns The JSON, whether or not it fits the schema, or why there is none.
 */
export function findPlan(text: string): FoundPlan {
  // A byte order mark is white space.
  const whole = parseJson(text.trim());
  if (typeof whole === "string" && whole !== text) return findPlan(whole);
  if (whole !== undefined) return { value: asPlan(whole) ?? whole };
  if (text.trim() === "") return { problem: "it is empty" };
  const thought = [...text.matchAll(THOUGHT)].at(-1);
  const behind = thought && planAmong(
    text.slice(thought.index + thought[0].length),
  );
  return behind ?? planAmong(text) ?? { problem: "it is not JSON" };
}

/** Finds the one plan in a text with more than JSON. */
function planAmong(text: string): FoundPlan | undefined {
  const plans = inBrackets(text).map(parseJson)
    .flatMap((value) => asPlan(value) ?? []);
  // The same one may be there twice: thought of, and then said.
  const different = new Set(plans.map((plan) => JSON.stringify(plan)));
  if (different.size > 1) return { problem: "it holds more than one plan" };
  const [value] = plans;
  return value === undefined ? undefined : { value };
}

/** A plan of any form that can be no other: also its bare steps, or alone in another. */
function asPlan(value: unknown, isInner = false): unknown {
  if (isSteps(value)) return { steps: value };
  if (typeof value !== "object" || value === null) return undefined;
  if ("steps" in value && Array.isArray(value.steps)) return value;
  const [inner, ...others] = Object.values(value);
  return isInner || others.length > 0 ? undefined : asPlan(inner, true);
}

function isSteps(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 &&
    value.every((step) => isJson(step) && "task" in step);
}

/** What stands between outermost brackets that match, in one pass. */
function inBrackets(text: string): string[] {
  const found: { readonly start: number; readonly end: number }[] = [];
  const open: number[] = [];
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (inText) {
      if (char === "\\") at++;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = open.length > 0;
    else if ("{[".includes(char)) open.push(at);
    else if ("}]".includes(char)) {
      const start = open.pop();
      if (start === undefined) continue;
      while (found.length > 0 && found.at(-1)!.start > start) found.pop();
      found.push({ start, end: at + 1 });
    }
  }
  return found.map(({ start, end }) => text.slice(start, end));
}
