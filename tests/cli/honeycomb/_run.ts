import { Client } from "../../../cli/honeycomb/client.ts";
import { create, type Created } from "../../../cli/honeycomb/create.ts";
import type { CreateOptions } from "../../../cli/honeycomb/create_options.ts";
import type { Dashboard } from "../../../cli/honeycomb/dashboard.ts";
import { readDashboard } from "../../../cli/honeycomb/read_dashboard.ts";
import { KEY, type StandIn } from "./_stand_in.ts";

/** What is created. */
export const dashboard: Dashboard = await readDashboard();

/** Creates it as the command does, with no waiting. */
export function run(
  { url }: StandIn,
  options:
    & Partial<CreateOptions>
    & { readonly what?: Dashboard; readonly signal?: AbortSignal } = {},
): Promise<Created> {
  const { what = dashboard, signal = new AbortController().signal, ...rest } =
    options;
  const wait = () => Promise.resolve();
  return create(
    new Client({ api: url, key: KEY, signal, wait }),
    what,
    { triggers: false, recipients: [], onProgress: () => {}, ...rest },
  );
}
