/**
 * The part of `jsr:@std/text` that this repository uses, from the npm build of
 * the same code: see `links/assert`.
 *
 * @module
 */

// @ts-types="./_npm.d.ts"
export { levenshteinDistance } from "npm:deno-std@1.4.0/text/levenshtein_distance.js";
