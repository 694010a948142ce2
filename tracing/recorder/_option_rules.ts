/**
 * What the options of each scope have to be, as `options.ts` has it for programs
 * with types.
 *
 * @module
 */
import type { OptionRules } from "./_check_options.ts";

const TURN_OPTIONS = {
  phase: "a string",
  agentName: "a string",
  model: "a string",
} as const;

export const RUN: OptionRules = {
  of: "a run",
  required: ["runner", "model"],
  kinds: {
    runner: "a string",
    model: "a string",
    provider: "a string",
    runId: "a string",
    scenarioId: "a string",
    conversationId: "a string",
    agentName: "a string",
    readRequests: "a boolean",
    budget: "an object",
    signal: "an AbortSignal",
    parent: "an OpenTelemetry context",
  },
};

export const TURN: OptionRules = { of: "a turn", kinds: TURN_OPTIONS };

export const CHAT: OptionRules = {
  of: "a model call",
  kinds: { ...TURN_OPTIONS, provider: "a string" },
};

export const TOOL: OptionRules = {
  of: "a tool call",
  required: ["name"],
  kinds: {
    name: "a string",
    server: "a string",
    callId: "a string",
    input: "an object or a string",
    attributes: "an object",
  },
};

export const AGENT: OptionRules = {
  of: "an agent",
  required: ["name"],
  kinds: { name: "a string" },
};

export const TOOLS_LIST: OptionRules = {
  of: "a list of tools",
  required: ["server"],
  kinds: { server: "a string", attributes: "an object" },
};
