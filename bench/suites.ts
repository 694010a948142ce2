import { fileSuites } from "./file/suites.ts";
import { ledgerSuites } from "./ledger/suites.ts";
import { offSuites } from "./off/suites.ts";
import { suites as peerSuites } from "./peers/suites.ts";
import { recorderSuites } from "./recorder/suites.ts";
import { relaySuites } from "./relay/suites.ts";
import { startUpSuites } from "./start_up/suites.ts";
import { streamSuites } from "./streams/suites.ts";
import type { Suite } from "./suite.ts";
import { turnsSuites } from "./turns/suites.ts";

/** Every suite, in the order in which they run and stand on the page. */
export const SUITES: readonly Suite[] = [
  ...peerSuites,
  ...recorderSuites,
  ...offSuites,
  ...startUpSuites,
  ...streamSuites,
  ...relaySuites,
  ...ledgerSuites,
  ...fileSuites,
  ...turnsSuites,
];
