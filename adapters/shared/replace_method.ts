/**
 * Replaces a method of an object or a class. It is not enumerable: a program
 * that lists the members sees none of ours.
 *
 * @throws {TypeError} If the object is frozen.
 */
export function replaceMethod<T extends object, K extends keyof T>(
  target: T,
  name: K,
  value: T[K],
): void {
  Object.defineProperty(target, name, {
    value,
    writable: true,
    configurable: true,
  });
}
