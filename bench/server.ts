/**
 * Starts a server in a thread of its own, so that what it does itself is not
 * measured.
 *
 * @param module The module that serves, which says its port.
 * @returns Its address.
 */
export function startServer(module: string): Promise<string> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL(module, import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }) => resolve(`http://127.0.0.1:${data}`);
  });
}
