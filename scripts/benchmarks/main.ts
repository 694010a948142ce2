/**
 * Writes the tables and the picture of the page of benchmarks anew, from what
 * `deno task bench --json bench/results.json` measured.
 *
 * @module
 */

import { dirname } from "node:path";
import { formatted } from "./formatted.ts";
import { withResults } from "./page.ts";
import {
  PEERS_PICTURE,
  peersPicture,
  peersPictureOnPage,
} from "./peers_picture.ts";

const PAGE = "docs/benchmarks.md";
/** Beside the page, which is published where its picture is not. */
const INCLUDED = "docs/.vitepress/benchmarks/peers.md";

const results = JSON.parse(await Deno.readTextFile("bench/results.json"));
const page = withResults(await Deno.readTextFile(PAGE), results);
await Deno.writeTextFile(PAGE, await formatted(page));
const picture = `docs/public/${PEERS_PICTURE}`;
await Deno.mkdir(dirname(picture), { recursive: true });
await Deno.writeTextFile(picture, peersPicture(results));
await Deno.mkdir(dirname(INCLUDED), { recursive: true });
await Deno.writeTextFile(INCLUDED, peersPictureOnPage(results));
