/**
 * The texts at one place of a protobuf message, by the wire format alone.
 *
 * @param message The message.
 * @param path The numbers of the fields that lead there.
 */
export function textsAt(
  message: Uint8Array,
  [field, ...rest]: readonly number[],
): string[] {
  return fields(message)
    .filter(({ number }) => number === field)
    .flatMap(({ bytes }) =>
      rest.length === 0
        ? [new TextDecoder().decode(bytes)]
        : textsAt(bytes, rest)
    );
}

function fields(message: Uint8Array) {
  const found: { number: number; bytes: Uint8Array }[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0;; shift += 7) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError("The message is cut");
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      const bytes = message.subarray(at, at + length);
      found.push({ number: Math.floor(tag / 8), bytes });
      at += length;
    } else throw new RangeError(`Unknown wire type ${wire}`);
  }
  return found;
}
