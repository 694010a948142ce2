import type { Foreign } from "./_foreign.ts";

/** How files of these kinds begin. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ["28b52ffd", "it is packed with zstd. Unpack it first: zstd -d"],
  ["504b0304", "it is a ZIP archive. Unpack it first"],
  ["425a68", "it is packed with bzip2. Unpack it first: bzip2 -d"],
  ["fd377a585a00", "it is packed with xz. Unpack it first: xz -d"],
  ["53514c69746520", "it is an SQLite database, not OTLP/JSON"],
];

const PROTOBUF =
  "it is OTLP as protobuf, not OTLP/JSON. Have it written as JSON: http/json in an SDK, format: json in the Collector's file exporter";

/** Control characters that no text has; colours begin with an escape. */
function isBinary(start: Uint8Array): boolean {
  return start.some((byte) =>
    byte < 9 || (byte > 13 && byte < 32 && byte !== 0x1b)
  );
}

/**
 * Whether bytes begin as a message does whose first field is a message: a
 * request of OTLP, and the resource in it.
 */
function isNested(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x0a) return false;
  const end = bytes.findIndex((byte, at) => at > 0 && byte < 0x80);
  return end > 0 && end < 6 && [0x0a, 0x12].includes(bytes[end + 1] ?? 0);
}

/**
 * Says what a file is that is no text.
 *
 * @param start How it begins.
 * @returns What it is; `undefined` where it is text.
 */
export function foreignBytes(start: Uint8Array): Foreign | undefined {
  const hex = Array.from(
    start.subarray(0, 8),
    (byte) => byte.toString(16).padStart(2, "0"),
  ).join("");
  const known = SIGNATURES.find(([signature]) => hex.startsWith(signature));
  if (known !== undefined) return { what: known[1] };
  if (!isBinary(start)) return undefined;
  // The Collector's file exporter puts four bytes of length before each.
  const isOtlp = isNested(start) || isNested(start.subarray(4));
  return { what: isOtlp ? PROTOBUF : "it is a binary file, not OTLP/JSON" };
}
