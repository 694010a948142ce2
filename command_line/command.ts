/** A flag of a command. */
export interface Flag {
  /** How it is written: `--json`, or `--top <n>` where it takes a value. */
  readonly usage: `--${string}`;
  /** What it does, in Markdown: the page shows that, and `--help` its text. */
  readonly help: string;
  /** Its value where it is not given. */
  readonly default?: string | number;
  /**
   * Reads its value, which otherwise stays a text, even one of digits. To refuse
   * it, returns `undefined` or throws a `RangeError` that says why.
   */
  readonly read?: (text: string) => unknown;
  /** Whether it may be given several times: its value is then a list. */
  readonly repeats?: true;
  /** What `read` takes, as a sentence with no period at its end. */
  readonly expects?: string;
}

/** The flags of a command, each by the name that its value gets. */
export type Flags = Readonly<Record<string, Flag>>;

/** A command, as one table: parsing, `--help` and the page are made from it. */
export interface Command<F extends Flags = Flags> {
  readonly name: string;
  readonly description: string;
  /** What it takes besides flags, if anything; `[…]` may be left out. */
  readonly operand?: {
    readonly usage: `<${string}>` | `[${string}]` | `[${string}...]`;
    readonly help: string;
  };
  /** Its flags, besides `--help` and `--version`. */
  readonly flags: F;
  /** What `--help` ends with. */
  readonly after?: string;
}

type ValueFlag = { readonly usage: `${string}<${string}` };

type Value<F extends Flag> = F extends { repeats: true }
  ? readonly OneValue<F>[]
  : OneValue<F>;

type OneValue<F extends Flag> = F extends { read(text: string): infer T }
  ? Exclude<T, undefined>
  : F extends ValueFlag ? string
  : boolean;

/** The flags that may have no value: it was not given, and there is no default. */
type Optional<F extends Flags> = {
  [K in keyof F]: F[K] extends { default: unknown } ? never
    : F[K] extends ValueFlag ? K
    : never;
}[keyof F];

/** What a command line says of the flags of a command. */
export type Values<F extends Flags> =
  & { readonly [K in Exclude<keyof F, Optional<F>>]: Value<F[K]> }
  & { readonly [K in Optional<F>]?: Value<F[K]> };
