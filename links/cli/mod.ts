/**
 * The part of `jsr:@std/cli` that this repository uses, from the npm build of
 * the same code: see `links/assert`.
 *
 * @module
 */

// @ts-types="./_npm.d.ts"
export { parseArgs } from "npm:deno-std@1.4.0/cli/parse_args.js";
