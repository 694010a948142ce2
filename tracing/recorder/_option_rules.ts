/**
 * What the options of each scope have to be, as `options.ts` has it for programs
 * with types.
 *
 * @module
 */
import type { OptionKinds, OptionRules } from "./_check_options.ts";

const TURN_OPTIONS: OptionKinds = {
  phase: "a string",
  agentName: "a string",
  model: "a string",
};

export const RUN: OptionRules = {
  of: "a run",
  required: { runner: "a string", model: "a string" },
  optional: {
    provider: "a string",
    runId: "a string",
    scenarioId: "a string",
    agentName: "a string",
    signal: "an AbortSignal",
    parent: "an OpenTelemetry context",
  },
};

export const TURN: OptionRules = { of: "a turn", optional: TURN_OPTIONS };

export const CHAT: OptionRules = {
  of: "a model call",
  optional: { ...TURN_OPTIONS, provider: "a string" },
};

export const TOOL: OptionRules = {
  of: "a tool call",
  required: { name: "a string" },
  optional: {
    server: "a string",
    callId: "a string",
    input: "an object or a string",
    attributes: "an object",
  },
};

export const AGENT: OptionRules = {
  of: "an agent",
  required: { name: "a string" },
};

export const TOOLS_LIST: OptionRules = {
  of: "a list of tools",
  required: { server: "a string" },
  optional: { attributes: "an object" },
};
