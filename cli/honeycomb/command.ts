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
of its queries and needs no key. With --create it creates the board through
Honeycomb's API, or brings the one that it created before up to date.`,
  flags: {
    create: {
      usage: "--create",
      help:
        "create the board, or update the one of its name: its panels are replaced",
    },
    triggers: {
      usage: "--triggers",
      help:
        "the triggers too; one that exists keeps its limit and its recipients",
    },
    recipient: {
      usage: "--recipient <id>",
      help:
        "the id of a recipient that new triggers notify, as Honeycomb's API names it; may be given several times",
      repeats: true,
    },
    team: {
      usage: "--team <name>",
      help:
        "your team, as the addresses of its pages name it, for the links (default: the key's)",
    },
    environment: {
      usage: "--environment <name>",
      help: "the environment, for the links (default: the key's)",
    },
    dataset: {
      usage: "--dataset <name>",
      help:
        "where columns that no span has had yet are created (default: the first dataset with spans of turnspan)",
    },
    api: {
      usage: "--api <url>",
      help:
        "where the API answers; `https://api.eu1.honeycomb.io` for a team in the EU",
      default: API,
      read: apiUrl,
      expects: "Expected an https URL",
    },
  },
  after: `\
From the environment it reads
  HONEYCOMB_API_KEY  a configuration key with the permissions "Manage Queries
                     and Columns", "Manage Public Boards" and, for --triggers,
                     "Manage Triggers". It is printed nowhere.

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
