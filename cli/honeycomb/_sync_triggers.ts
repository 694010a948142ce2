import type { Json } from "../../tracing/base/json.ts";
import type { Client } from "./client.ts";
import type { CreateOptions } from "./create_options.ts";
import type { Trigger } from "./dashboard.ts";
import { listOf } from "./_list_of.ts";

const PATH = "/1/triggers/__all__";

/** Creates the triggers, or brings those of their names up to date. */
export async function syncTriggers(
  client: Client,
  triggers: readonly Trigger[],
  { recipients, onProgress }: CreateOptions,
): Promise<void> {
  const there = listOf(
    await client.send({
      what: "list the triggers",
      method: "GET",
      path: PATH,
    }),
  );
  for (const trigger of triggers) {
    const { name } = trigger;
    onProgress(`trigger "${name}"`);
    const old = there.find((one) => one.name === name);
    await client.send(
      old === undefined
        ? {
          what: `create trigger "${name}"`,
          method: "POST",
          path: PATH,
          body: { ...trigger, recipients: recipients.map((id) => ({ id })) },
        }
        : {
          what: `update trigger "${name}"`,
          method: "PUT",
          path: `${PATH}/${encodeURIComponent(`${old.id}`)}`,
          body: { ...trigger, ...persons(old) },
        },
    );
  }
}

/** What a person has set, which an update would otherwise take away. */
function persons(old: Json): Json {
  const recipients = listOf(old.recipients).map(({ id, details }) => ({
    id,
    ...(details !== undefined && { details }),
  }));
  const kept = ["threshold", "disabled", "tags"]
    .filter((name) => old[name] !== undefined)
    .map((name) => [name, old[name]]);
  return { ...Object.fromEntries(kept), recipients };
}
