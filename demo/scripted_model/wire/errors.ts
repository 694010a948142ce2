/** An error as chat completions and responses have them. */
export function openaiError(status: number, message: string): unknown {
  const type = status < 500 ? "invalid_request_error" : "server_error";
  const code = status === 404 ? "unknown_url" : null;
  return { error: { message, type, param: null, code } };
}

/** An error as messages has them. */
export function messagesError(status: number, message: string): unknown {
  const types: Record<number, string> = {
    400: "invalid_request_error",
    404: "not_found_error",
  };
  return {
    type: "error",
    error: { type: types[status] ?? "api_error", message },
  };
}
