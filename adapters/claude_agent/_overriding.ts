/**
 * An object that is another one, but for some members. A class's own methods go
 * on to see the object itself, private members included.
 */
export function overriding<T extends object>(
  object: T,
  members: Readonly<Record<PropertyKey, unknown>>,
): T {
  return new Proxy(object, {
    get: (target, key) =>
      Object.hasOwn(members, key) ? members[key as string] : bound(target, key),
  });
}

/** A member as it is on the object itself. */
export function bound(target: object, key: PropertyKey): unknown {
  const value = Reflect.get(target, key, target);
  return typeof value === "function" ? value.bind(target) : value;
}
