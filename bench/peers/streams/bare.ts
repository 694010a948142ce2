/** The SDK loaded and registered, and nothing traced. */

import { exported } from "../exported.ts";
import { measureStreams } from "./_read.ts";

exported();
await measureStreams();
