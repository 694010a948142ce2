/**
 * Makes an object that is another one, but for some members. Its methods run on
 * the other object itself, so that they find its private members.
 */
export function override<T extends object>(
  object: T,
  members: Readonly<Record<PropertyKey, unknown>>,
): T {
  return new Proxy(object, {
    get: (target, key) =>
      Object.hasOwn(members, key) ? members[key as string] : bound(target, key),
  });
}

/** A member of an object; a method is bound to the object. */
export function bound(target: object, key: PropertyKey): unknown {
  const value = Reflect.get(target, key, target);
  return typeof value === "function" ? value.bind(target) : value;
}
