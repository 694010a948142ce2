import type { Command } from "../../command_line/command.ts";

/** Where Honeycomb's API answers, for teams that are not in the EU. */
const API = "https://api.honeycomb.io";

/** Hosts to which the key may go without encryption: this machine. */
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** The command that creates Honeycomb's board and triggers. */
export const HONEYCOMB_COMMAND = {
  name: "honeycomb",
  description: `\
Prints the board that it would create in Honeycomb, with a link that opens each
query without a key. With --create, it creates the board through Honeycomb's API,
or updates the one that it created before.`,
  flags: {
    create: {
      usage: "--create",
      help:
        "create the board, or update the existing one and replace its panels",
    },
    triggers: {
      usage: "--triggers",
      help:
        "also create the triggers; existing ones keep their limits and recipients",
    },
    recipient: {
      usage: "--recipient <id>",
      help:
        "the id of a recipient of new triggers, as in Honeycomb's API; can be repeated",
      repeats: true,
    },
    team: {
      usage: "--team <name>",
      help:
        "your team, as in the addresses of its pages, for the links (default: the key's)",
    },
    environment: {
      usage: "--environment <name>",
      help: "the environment, for the links (default: the key's)",
    },
    dataset: {
      usage: "--dataset <name>",
      help:
        "the dataset in which missing columns are created (default: the first one with spans of turnspan)",
    },
    api: {
      usage: "--api <url>",
      help:
        "the address of the API; `https://api.eu1.honeycomb.io` for a team in the EU",
      default: API,
      read: apiUrl,
      expects: "Expected an https URL",
    },
  },
  after: `\
Environment variables that it reads:
  HONEYCOMB_API_KEY  a configuration key with the permissions "Manage Queries
                     and Columns", "Manage Public Boards" and, for --triggers,
                     "Manage Triggers". It is never printed.

Exit codes: 1 failed, 2 bad usage, 130 and 143 interrupted.`,
} as const satisfies Command;

/** Its origin and path, without a final slash; nothing where the key is not safe. */
function apiUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, origin, pathname } = new URL(text);
  const isSafe = protocol === "https:" ||
    protocol === "http:" && LOOPBACK.includes(hostname);
  return isSafe ? `${origin}${pathname}`.replace(/\/+$/, "") : undefined;
}
