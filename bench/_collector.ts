/**
 * A collector that accepts everything, in a thread of its own.
 *
 * @module
 */

import { serveHere } from "./server.ts";

serveHere(() => Response.json({}));
