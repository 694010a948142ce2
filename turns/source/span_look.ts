/**
 * What a reader looks at, of the spans that a source has. A source that can tell
 * by a look at a span's text spares itself the reading of others.
 */
export interface SpanLook {
  /**
   * Tells by the JSON of a span, in which no letter of a name is escaped,
   * whether it may be looked at. It may say so of others too, and never less.
   *
   * @param json The JSON, with whatever stands around it.
   */
  readonly matters: (json: string) => boolean;
  /**
   * What is read of the others: their ids, or all that stands before their
   * attributes, too.
   */
  readonly others: "ids" | "head";
  /**
   * The names of the attributes that are read of a span that matters: there may
   * be fewer, and whether it failed is then not read either. All are read unless
   * given.
   */
  readonly attributes?: readonly string[];
}
