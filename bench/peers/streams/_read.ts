// deno-lint-ignore-file no-console
import process from "node:process";

/** Bytes of a reply. */
const REPLY_BYTES = 4_000_000;

/** Bytes of the reply that is read slowly: more than anything should hold. */
const SLOW_BYTES = 64_000_000;

/** Replies that are read, and before them those of a warm-up. */
const REPLIES = 250;

const WARM_UP = 25;

/** Stands around all that reads a reply. */
export type Around = (read: () => Promise<void>) => Promise<void>;

/**
 * Asks for a streamed reply, as the clients of models do.
 *
 * @param bytes How long it is to be.
 * @returns What reads it.
 */
async function ask(
  bytes: number,
): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await fetch(`${Deno.env.get("STREAM_URL")}/`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-reply-bytes": `${bytes}`,
    },
    body: "{}",
  });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  return response.body!.getReader();
}

async function readReply(): Promise<void> {
  const reader = await ask(REPLY_BYTES);
  let read = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    read += value.length;
  }
  if (read < REPLY_BYTES) throw new Error("The reply ended too early");
}

/**
 * Reads replies, and prints the processor time that a megabyte takes: user and
 * system, of every thread of this process; and how many bytes of a reply its
 * server was rid of while nobody read on after the first piece.
 *
 * @param around What stands around all that reads a reply.
 * @param flush What exports the spans that wait.
 */
export async function measureStreams(
  around: Around = (read) => read(),
  flush: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const check = Deno.env.get("RUNS") === "1";
  const replies = check ? 1 : REPLIES;
  for (let i = 0; i < (check ? 0 : WARM_UP); i++) await around(readReply);
  await flush();
  const start = process.cpuUsage();
  for (let i = 0; i < replies; i++) await around(readReply);
  await flush();
  const { user, system } = process.cpuUsage(start);
  const cpu = (user + system) / 1000 / replies / (REPLY_BYTES / 1_000_000);
  let held = 0;
  await around(async () => {
    held = await readSlowly();
  });
  await flush();
  console.log(JSON.stringify({ cpu, held: held / 1_000_000 }));
}

async function readSlowly(): Promise<number> {
  const reader = await ask(SLOW_BYTES);
  const { value } = await reader.read();
  // When the server has been rid of nothing more for a while, all is full.
  let sent = 0;
  for (let same = 0; same < 10;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const reply = await fetch(`${Deno.env.get("OPENAI_BASE_URL")}/sent`);
    const now = Number(await reply.text());
    same = now === sent ? same + 1 : 0;
    sent = now;
  }
  await reader.cancel();
  return sent - (value?.length ?? 0);
}
