const bridges = new WeakSet<object>();

/** Marks a server of this process as one that records its calls itself. */
export function markBridge<T extends object>(server: T): T {
  bridges.add(server);
  return server;
}

/** Whether a server records its calls itself. */
export function isBridge(server: unknown): boolean {
  return typeof server === "object" && server !== null && bridges.has(server);
}
