const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** How variables are looked up. */
interface ExpandOptions {
  readonly env: (name: string) => string | undefined;
  /** Where the value stands, for messages. */
  readonly place: string;
  /** Told of a variable with neither a value nor a default. */
  readonly missing: (name: string, place: string) => never;
}

/** Puts variables in the place of `${NAME}`, in every string of a value. */
export function expand(value: unknown, options: ExpandOptions): unknown {
  const { env, place, missing } = options;
  if (typeof value === "string") {
    return value.replace(
      VARIABLE,
      (_, name: string, fallback: string | undefined) =>
        env(name) ?? fallback ?? missing(name, place),
    );
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      expand(item, { ...options, place: `${place}.${index}` })
    );
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      expand(item, { ...options, place: `${place}.${key}` }),
    ]),
  );
}
