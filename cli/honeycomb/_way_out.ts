/** Nothing is made twice: what a run finds, it takes up. */
const AGAIN = "Run it again: what it made already is not made twice";

const WAYS: Readonly<Record<number, string>> = {
  401:
    "HONEYCOMB_API_KEY has to be a configuration key of this region; for a team in the EU add --api https://api.eu1.honeycomb.io",
  403:
    'Give the key the permissions "Manage Queries and Columns", "Manage Public Boards" and, for --triggers, "Manage Triggers"',
  404:
    "Is --api the right one, and --dataset, if you named one? An environment of Honeycomb Classic has no queries over all datasets",
  409:
    "Something of that name is there, perhaps where the key cannot see it, such as a private board. Rename it or delete it",
  429: AGAIN,
};

/** What a person can do after an answer; 0 is none. */
export function wayOut(status: number): string {
  if (status === 0 || status >= 500) return AGAIN;
  if (status >= 300 && status < 400) return "Is --api the right one?";
  return WAYS[status] ??
    "deploy/dashboards/honeycomb has what was sent; please report it";
}
