import { jsonText } from "../../tracing/base/json_text.ts";
import type {
  AgentFigures,
  KindFigures,
  TokensBySource,
  TurnFigures,
} from "../model/kind_figures.ts";
import { reasonOf } from "../source/reason_of.ts";

/** What {@linkcode writeBaseline} writes, and the only version that is read. */
const VERSION = 1;

/** Error for a baseline that cannot be read or written: exit code 2. */
export class BaselineError extends Error {
  override readonly name = "BaselineError";
}

/** By name, so that a file stays the same under version control. */
function sorted<T, U>(
  map: ReadonlyMap<string, T>,
  write: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(
    Array.from(map, ([key, value]) => [key, write(value)] as const)
      .sort(([a], [b]) => a < b ? -1 : 1),
  );
}

function agentToJson({ fewestTurns, mostTurns, turns }: AgentFigures): object {
  const numbered = [...turns].sort(([a], [b]) => a - b);
  return {
    fewestTurns,
    mostTurns,
    turns: numbered.map(([turn, { tokens, sources }]) => ({
      turn,
      tokens,
      sources: sorted(sources, (held) => held),
    })),
  };
}

/** Writes figures as a file's text: no ids and no times. */
export function baselineText(kinds: readonly KindFigures[]): string {
  const text = jsonText({
    version: VERSION,
    runs: kinds.map((kind) => ({
      runner: kind.runner,
      ...(kind.scenario !== undefined && { scenario: kind.scenario }),
      runs: kind.runs,
      ...(kind.isScripted && { scripted: true }),
      tokens: kind.tokens,
      sources: sorted(kind.sources, (tokens) => tokens),
      agents: sorted(kind.agents, agentToJson),
    })),
  }, 2);
  return `${text}\n`;
}

type Fields = Readonly<Record<string, unknown>>;

const WRONG = new RangeError("not a baseline");

function fields(value: unknown): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Fields;
  }
  throw WRONG;
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw WRONG;
}

function whole(value: unknown): number {
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
  throw WRONG;
}

function name(value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw WRONG;
}

function sourcesIn(value: unknown): TokensBySource {
  return new Map(
    Object.entries(fields(value)).map(([key, held]) => [key, whole(held)]),
  );
}

function agentIn(value: unknown): AgentFigures {
  const agent = fields(value);
  const turns = list(agent.turns).map((one): [number, TurnFigures] => {
    const { turn, tokens, sources } = fields(one);
    return [whole(turn), {
      tokens: whole(tokens),
      sources: sourcesIn(sources),
    }];
  });
  return {
    fewestTurns: whole(agent.fewestTurns),
    mostTurns: whole(agent.mostTurns),
    turns: new Map(turns),
  };
}

function kindIn(value: unknown): KindFigures {
  const kind = fields(value);
  const agents = Object.entries(fields(kind.agents));
  return {
    runner: name(kind.runner),
    ...(kind.scenario !== undefined && { scenario: name(kind.scenario) }),
    runs: whole(kind.runs),
    tokens: whole(kind.tokens),
    sources: sourcesIn(kind.sources),
    agents: new Map(agents.map(([path, agent]) => [path, agentIn(agent)])),
    isScripted: kind.scripted === true,
  };
}

function parse(text: string): KindFigures[] {
  const { version, runs } = fields(JSON.parse(text));
  if (version !== VERSION) {
    if (runs === undefined || !Number.isSafeInteger(version)) throw WRONG;
    throw new BaselineError(
      `it has version ${version}, and this turns reads version ${VERSION}`,
    );
  }
  return list(runs).map(kindIn);
}

/**
 * Reads a baseline.
 *
 * @param path The file.
 * @returns What it says; `undefined` where there is no such file.
 * @throws {BaselineError} If it cannot be read, or is no baseline.
 */
export async function readBaseline(
  path: string,
): Promise<KindFigures[] | undefined> {
  let text: string;
  try {
    // Of a device there may be no end.
    if (!(await Deno.stat(path)).isFile) {
      throw new BaselineError("it is no file. Name one, such as prompts.json");
    }
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new BaselineError(
      `Cannot read baseline "${path}": ${reasonOf(error)}`,
      { cause: error },
    );
  }
  try {
    return parse(text);
  } catch (error) {
    const state = error instanceof BaselineError
      ? error.message
      : error === WRONG
      ? "it is not what --update writes"
      : "it is damaged, or no JSON";
    throw new BaselineError(
      `Cannot read baseline "${path}": ${state}. Name another file, or delete this one and write it anew with --update`,
    );
  }
}

/** A file that is read-only is so on purpose, and a rename would not care. */
async function checkWritable(path: string): Promise<void> {
  try {
    (await Deno.open(path, { write: true })).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Writes a baseline, whole or not at all.
 *
 * @param path The file.
 * @param text Its text.
 * @throws {BaselineError} If it cannot be written.
 */
export async function writeBaseline(path: string, text: string): Promise<void> {
  const beside = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await checkWritable(path);
    try {
      await Deno.writeTextFile(beside, text);
      await Deno.rename(beside, path);
    } catch (error) {
      await Deno.remove(beside).catch(() => {});
      throw error;
    }
  } catch (error) {
    const state = error instanceof Deno.errors.NotCapable
      ? "Deno was not given leave to write there. Add --allow-write"
      : error instanceof Deno.errors.NotFound
      ? "its folder does not exist. Make it, or name another"
      : reasonOf(error);
    throw new BaselineError(`Cannot write baseline "${path}": ${state}`);
  }
}
