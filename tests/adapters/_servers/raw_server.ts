/**
 * A stdio server with no SDK, which says just what its argument holds: `replies`
 * by method or by tool, with `$id` for the id of the request, and `$long` for a
 * base64 that is too long for an argument.
 */

const { replies } = JSON.parse(Deno.args[0] ?? "{}") as {
  readonly replies: Readonly<Record<string, string>>;
};
const encoder = new TextEncoder();
const lines = Deno.stdin.readable
  .pipeThrough(new TextDecoderStream())
  .values();
let rest = "";
for await (const chunk of lines) {
  const [...whole] = (rest + chunk).split("\n");
  rest = whole.pop() ?? "";
  for (const line of whole) answer(JSON.parse(line));
}

function answer(request: {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly name?: string };
}): void {
  const { id, method, params } = request;
  if (id === undefined) return;
  const reply = replies[params?.name ?? method] ?? replies[method];
  if (reply === undefined) return;
  const text = reply.replaceAll("$id", String(id))
    .replaceAll("$long", "A".repeat(400_000));
  const bytes = encoder.encode(`${text}\n`);
  for (let written = 0; written < bytes.length;) {
    written += Deno.stdout.writeSync(bytes.subarray(written));
  }
}
