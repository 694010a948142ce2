import { currentRun } from "../../tracing/recorder/current.ts";
import { traceHeaders } from "../../tracing/propagation.ts";
import type { Connection, ToolReply } from "./_connection.ts";
import { Deadline, type Silence } from "./_deadline.ts";
import { peerErrorType, problemOf } from "./_peer_error.ts";
import { json, resultPart, textOfPart } from "./_result_parts.ts";
import type { McpCall, McpResultPart } from "./types.ts";

/** The outcome of a call. */
export type CallOutcome =
  | {
    readonly text: string;
    /** The same in parts, where there are images among them. */
    readonly parts?: readonly McpResultPart[];
    readonly errorType?: string;
    /** What was thrown, where the tool itself did not report the failure. */
    readonly thrown?: unknown;
  }
  | { readonly cancelled: unknown };

/** A server, as far as a call needs it. */
interface CalledServer {
  /** Milliseconds that one tool call may take. */
  readonly timeout: number;
  /** Who is told of a request that it does not answer. */
  readonly silence: Silence | undefined;
  /** Calls a tool. */
  call(
    params: Parameters<Connection["callTool"]>[0],
    signal: AbortSignal,
  ): Promise<ToolReply>;
}

/** Sends a call from inside its span. Never rejects. */
export async function sendCall(
  server: CalledServer,
  call: McpCall,
): Promise<CallOutcome> {
  const { tool, input = {}, signal, meta = {} } = call;
  const cancels = [signal, currentRun()?.signal].filter((one) =>
    one !== undefined
  );
  const deadline = new Deadline(
    server.timeout,
    "tools/call",
    cancels,
    server.silence,
  );
  try {
    const reply = await server.call({
      name: tool,
      arguments: { ...input },
      _meta: { ...traceHeaders(), ...meta },
    }, deadline.signal);
    const result = resultOf(reply);
    if (!reply.isError) return result;
    // No vendor takes images in what reports a failure.
    const { text } = result;
    return {
      text: text === "" ? `${failed(call)} and did not say why` : text,
      errorType: "tool_error",
    };
  } catch (thrown) {
    // The reason and not the SDK's error, which calls an abort a timeout.
    const cancelled = cancels.find((one) => one.aborted);
    if (cancelled !== undefined) return { cancelled: cancelled.reason };
    const error = deadline.timeout ?? thrown;
    const text = `${failed(call)}: ${problemOf(error)}`;
    return { text, errorType: peerErrorType(error), thrown: error };
  } finally {
    deadline.clear();
  }
}

/** What a model is handed of a tool's reply. */
function resultOf(
  { content, structuredContent }: ToolReply,
): { readonly text: string; readonly parts?: readonly McpResultPart[] } {
  if (content.length === 0 && structuredContent !== undefined) {
    return { text: json(structuredContent) };
  }
  const parts = content.map(resultPart);
  const text = parts.map(textOfPart).join("\n");
  const hasImage = parts.some(({ type }) => type === "image");
  return hasImage ? { text, parts } : { text };
}

function failed({ server, tool }: McpCall): string {
  return `Tool ${server}/${tool} failed`;
}
