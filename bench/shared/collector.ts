/**
 * A collector that accepts everything.
 *
 * @module
 */

import { serveHere } from "./serve_here.ts";

await serveHere(() => Response.json({}));
