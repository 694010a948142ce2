import { fileURLToPath } from "node:url";

/** The recorded run that is written again and again: one span a line. */
const RECORDED = fileURLToPath(
  import.meta.resolve("../../examples/trace.jsonl"),
);

/**
 * What differs from run to run: the second half of an id, the seconds of a time,
 * and the run's number.
 */
const VARIED =
  /(?<=Id":"(?:[0-9a-f]{8}|[0-9a-f]{24}))[0-9a-f]{8}(?=")|(?<=UnixNano":")\d{10}(?=\d{9}")|(?<="chiller-)\d+(?=")/g;

/** So many bytes are written at a time, about. */
const BLOCK = 4 * 1024 * 1024;

/** A line, taken apart at what differs from run to run. */
interface Line {
  /** What stays, one piece more than there is of what differs. */
  readonly kept: readonly string[];
  /** What differs, as it was recorded. */
  readonly varied: readonly string[];
}

/**
 * Writes a file as large as one wants, of runs as `OTEL_TRACES_FILE` records
 * them: those of `examples/trace.jsonl`, each with ids and times of its own. It
 * is the same file each time.
 *
 * @param path Where to write; a file that is there is replaced.
 * @param spans How many spans, one a line; the last run may be cut off by it.
 * @returns How many bytes were written.
 */
export async function writeBigFile(
  path: string,
  spans: number,
): Promise<number> {
  const recorded = (await Deno.readTextFile(RECORDED)).trimEnd().split("\n");
  const lines = recorded.map((line): Line => ({
    kept: line.split(VARIED),
    varied: line.match(VARIED) ?? [],
  }));
  using file = await Deno.open(path, {
    write: true,
    create: true,
    truncate: true,
  });
  const writer = file.writable.getWriter();
  const encoder = new TextEncoder();
  let bytes = 0;
  let block = "";
  for (let i = 0; i < spans; i++) {
    const run = Math.floor(i / lines.length);
    block += lineOf(lines[i % lines.length]!, run);
    if (block.length < BLOCK && i < spans - 1) continue;
    const encoded = encoder.encode(block);
    await writer.write(encoded);
    bytes += encoded.length;
    block = "";
  }
  await writer.close();
  return bytes;
}

/** Writes a line as one of a run, by the run's number. */
function lineOf({ kept, varied }: Line, run: number): string {
  const [first = "", ...others] = kept;
  const rest = others.map((piece, i) => variedFor(varied[i]!, run) + piece);
  return `${first}${rest.join("")}\n`;
}

/** A part of an id, the seconds of a time, or a run's number. */
function variedFor(recorded: string, run: number): string {
  if (recorded.length === 8) return run.toString(16).padStart(8, "0");
  if (recorded.length === 10) return String(Number(recorded) + run);
  return String(run);
}
