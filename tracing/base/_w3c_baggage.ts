import type {
  Baggage,
  BaggageEntry,
  BaggageEntryMetadata,
} from "@opentelemetry/api";

/**
 * Names and values that travel along with a trace, as `@opentelemetry/api`
 * keeps them (`baggage/internal/baggage-impl`).
 */
export class W3cBaggage implements Baggage {
  readonly #entries: ReadonlyMap<string, BaggageEntry>;

  constructor(entries: Iterable<readonly [string, BaggageEntry]>) {
    this.#entries = new Map(entries);
  }

  getEntry(name: string): BaggageEntry | undefined {
    const entry = this.#entries.get(name);
    return entry && { ...entry };
  }

  getAllEntries(): [string, BaggageEntry][] {
    return [...this.#entries];
  }

  setEntry(name: string, entry: BaggageEntry): Baggage {
    return new W3cBaggage([...this.#entries, [name, entry]]);
  }

  removeEntry(name: string): Baggage {
    return this.removeEntries(name);
  }

  removeEntries(...names: string[]): Baggage {
    const kept = this.getAllEntries().filter(([name]) => !names.includes(name));
    return new W3cBaggage(kept);
  }

  clear(): Baggage {
    return new W3cBaggage([]);
  }
}

/** What an entry says of itself, as text. */
export function baggageMetadata(text: string): BaggageEntryMetadata {
  // The type has a mark that no program can name. Readers ask for the text.
  return { toString: () => text } as BaggageEntryMetadata;
}
