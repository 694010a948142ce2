import type { Command, Flag } from "./command.ts";

/** A flag with its parts. */
export interface KnownFlag extends Omit<Flag, "usage"> {
  /** How it is written; `--help` and `--version` have a letter too. */
  readonly usage: string;
  /** The name that its value gets. */
  readonly key: string;
  /** Its name, without the dashes. */
  readonly name: string;
  readonly takesValue: boolean;
  /** What it does, with its default, in Markdown. */
  readonly text: string;
}

/** The flags of a command and those of every command, as `--help` shows them. */
export function knownFlags({ flags }: Command): KnownFlag[] {
  const all: Record<string, Omit<Flag, "usage"> & { usage: string }> = {
    ...flags,
    version: { usage: "-V, --version", help: "show the version" },
    help: { usage: "-h, --help", help: "show help" },
  };
  return Object.entries(all).map(([key, flag]) => {
    const { usage, help, default: preset } = flag;
    return {
      ...flag,
      key,
      name: /--([\w-]+)/.exec(usage)![1]!,
      takesValue: usage.endsWith(">"),
      text: preset === undefined ? help : `${help} (default: \`${preset}\`)`,
    };
  });
}
