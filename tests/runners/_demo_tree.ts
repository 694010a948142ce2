import { anyInt, anyString, type ExpectedSpan } from "../../testing/mod.ts";

type Attributes = NonNullable<ExpectedSpan["attributes"]>;

/** How a demo run reaches its model. */
export interface DemoRoute {
  /** The value of `agent.runner`. */
  readonly runner: string;
  /** Where the scripted model is. */
  readonly port: number;
  /** The path that requests go to. */
  readonly path: string;
  /** Details of usage that this wire format reports, all 0 in the demo. */
  readonly details: readonly string[];
}

/** One turn that a demo run is to have. */
export interface DemoTurn {
  /** The value of `turn.phase`. */
  readonly phase?: string;
  /** What made its prompt grow; nothing for a first turn. */
  readonly grewBy?: string;
  /** `<server>/<tool>` of each call, in order of start. */
  readonly tools?: readonly string[];
  /** The turns of the agents that its `local/` tools run, in the same order. */
  readonly agents?: readonly DemoAgent[];
}

/** An agent inside. */
export interface DemoAgent {
  readonly name: string;
  readonly turns: readonly DemoTurn[];
}

const MODEL: Attributes = {
  "gen_ai.request.model": "demo",
  "gen_ai.system": "demo",
  "gen_ai.provider.name": "demo",
};

const MCP = { "mcp.protocol.version": anyString, "network.transport": "pipe" };

/** What every demo run's span has. */
interface Common {
  readonly name: string;
  readonly kind: "client" | "internal";
  readonly attributes: Attributes;
  readonly children?: readonly ExpectedSpan[];
}

function span({ children = [], ...init }: Common): ExpectedSpan {
  return { ...init, status: "unset", events: [], children };
}

function usage({ details }: DemoRoute): Attributes {
  return {
    "gen_ai.usage.input_tokens": anyInt,
    "gen_ai.usage.output_tokens": anyInt,
    ...Object.fromEntries(details.map((key) => [`gen_ai.usage.${key}`, 0])),
  };
}

/** A ledger's lines, whose sums are held elsewhere. */
function sources(prefix: string): Attributes {
  return {
    [`${prefix}.sources`]: Array.isArray,
    [`${prefix}.source_tokens`]: Array.isArray,
    [`${prefix}.top_source`]: anyString,
    [`${prefix}.top_source_tokens`]: anyInt,
  };
}

/** Where a turn's request does not go on from the one before. */
function anyBreak(source: unknown): boolean {
  return source === undefined || typeof source === "string";
}

/** A chat and its one request. */
function chat(
  route: DemoRoute,
  place: Attributes,
  more: Attributes,
): ExpectedSpan {
  const { port, path } = route;
  const server = { "server.address": "127.0.0.1", "server.port": port };
  return span({
    name: "chat demo",
    kind: "client",
    attributes: {
      "gen_ai.operation.name": "chat",
      ...place,
      ...MODEL,
      ...server,
      ...usage(route),
      "gen_ai.response.id": anyString,
      "gen_ai.response.model": "demo",
      "gen_ai.response.finish_reasons": (value: unknown) =>
        Array.isArray(value) && value.length === 1,
      ...more,
    },
    children: [span({
      name: "POST",
      kind: "client",
      attributes: {
        "http.request.method": "POST",
        "url.full": `http://127.0.0.1:${port}${path}`,
        ...server,
        "http.response.status_code": 200,
      },
    })],
  });
}

function toolCall(
  tool: string,
  place: Attributes,
  children: readonly ExpectedSpan[],
): ExpectedSpan {
  const [server, name] = tool.split("/");
  const local = server === "local";
  return span({
    name: "tool.call",
    kind: local ? "internal" : "client",
    attributes: {
      "tool.name": name,
      "tool.server": server,
      ...place,
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": name,
      "gen_ai.tool.type": "function",
      "gen_ai.tool.call.id": anyString,
      ...(local ? {} : { "mcp.method.name": "tools/call", ...MCP }),
      "tool.result.size": anyInt,
    },
    children,
  });
}

function toolsList(server: string, tools: number): ExpectedSpan {
  return span({
    name: "tools/list",
    kind: "client",
    attributes: {
      "mcp.method.name": "tools/list",
      "tool.server": server,
      "mcp.tools.count": tools,
      ...MCP,
    },
  });
}

/** What a run adds to what each turn and each chat has. */
export interface DemoTreeOptions {
  /** Attributes of every `chat`, such as `gen_ai.request.stream`. */
  readonly chat?: Attributes;
  /** Attributes of `agent.run` beside the usual ones. */
  readonly run?: Attributes;
}

/** The whole tree of a demo run with the id `demo-run`. */
export function demoTree(
  route: DemoRoute,
  turns: readonly DemoTurn[],
  { chat: chatMore = {}, run: runMore = {} }: DemoTreeOptions = {},
): ExpectedSpan {
  const turnsOf = (
    { name, turns }: DemoAgent,
    depth: number,
  ): readonly ExpectedSpan[] =>
    turns.map(({ phase, grewBy, tools = [], agents = [] }, before) => {
      const inside = [...agents];
      const place = { "gen_ai.agent.name": name, "turn.index": before + 1 };
      return span({
        name: "agent.turn",
        kind: "internal",
        attributes: {
          ...place,
          ...(phase === undefined ? {} : { "turn.phase": phase }),
          "agent.runner": route.runner,
          "agent.run_id": "demo-run",
          "gen_ai.request.model": "demo",
          ...usage(route),
          ...(grewBy === undefined ? {} : {
            "turn.prompt.delta_tokens": anyInt,
            "turn.prompt.grew_by": grewBy,
            "turn.prompt.grew_by_bytes": anyInt,
            "turn.prompt.grew_by_tokens": anyInt,
            "turn.cache.expected_tokens": anyInt,
            "turn.cache.broken_by": anyBreak,
          }),
          "turn.tool_calls": tools.length,
          "turn.prompt.bytes.instructions": anyInt,
          "turn.prompt.bytes.tools": anyInt,
          "turn.prompt.bytes.messages": anyInt,
          "turn.prompt.bytes.results": anyInt,
          "turn.prompt.size_bucket": anyString,
          "turn.prompt.tokens.instructions": anyInt,
          "turn.prompt.tokens.tools": anyInt,
          "turn.prompt.tokens.messages": anyInt,
          "turn.prompt.tokens.results": anyInt,
          "turn.prompt.tokens_basis": anyString,
          ...sources("turn.prompt"),
        },
        children: [
          chat(route, place, chatMore),
          ...tools.map((tool) => {
            const agent = tool.startsWith("local/")
              ? inside.shift()
              : undefined;
            return toolCall(
              tool,
              place,
              agent === undefined ? [] : [invoke(agent, depth + 1)],
            );
          }),
        ],
      });
    });
  const invoke = (agent: DemoAgent, depth: number) =>
    span({
      name: "agent.invoke",
      kind: "internal",
      attributes: {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": agent.name,
        "agent.depth": depth,
        ...sources("agent.prompt"),
      },
      children: turnsOf(agent, depth),
    });
  const all = [...everyTurn(turns)];
  return span({
    name: "agent.run",
    kind: "internal",
    attributes: {
      "agent.runner": route.runner,
      "agent.run_id": "demo-run",
      "agent.scenario_id": "chillers",
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": route.runner,
      ...MODEL,
      "agent.turns": all.length,
      "agent.tool_calls": all.flatMap(({ tools = [] }) => tools).length,
      "agent.answer.length": anyInt,
      "agent.duration_ms": anyInt,
      "agent.usage.input_tokens": anyInt,
      "agent.usage.output_tokens": anyInt,
      "agent.prompt.max_tokens": (value: unknown) => Number(value) > 14_000,
      "agent.prompt.max_turn": anyInt,
      "agent.prompt.max_agent": anyString,
      ...sources("agent.prompt"),
      ...runMore,
    },
    children: [
      toolsList("iot", 5),
      toolsList("workorders", 3),
      ...turnsOf({ name: route.runner, turns }, 0),
    ],
  });
}

/** Those of agents inside included. */
function* everyTurn(turns: readonly DemoTurn[]): Generator<DemoTurn> {
  for (const turn of turns) {
    yield turn;
    for (const agent of turn.agents ?? []) yield* everyTurn(agent.turns);
  }
}
