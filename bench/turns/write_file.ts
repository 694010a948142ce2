/**
 * Writes the trace file that `turns` is measured with.
 *
 * @module
 */

import { writeBigFile } from "../_traces/big_file.ts";
import { SPANS, traceFile } from "./trace_file.ts";

await writeBigFile(traceFile(), SPANS);
