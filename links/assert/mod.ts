/**
 * The part of `jsr:@std/assert` that this repository uses, from the npm build
 * of the same code.
 *
 * `deno.json` links this folder in the place of `jsr:@std/assert`, so that the
 * repository works where only the npm registry can be reached. What is
 * published still says `jsr:@std/assert`. The npm build has no declarations;
 * they stand beside this file. It is of the release 2026.07.30 of the standard
 * library, and so are the versions in `links/`.
 *
 * @module
 */

// @ts-types="./_npm.d.ts"
export * from "npm:deno-std@1.4.0/assert/mod.js";
