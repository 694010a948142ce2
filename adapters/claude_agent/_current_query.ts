import { AsyncLocalStorage } from "node:async_hooks";
import type { QueryRun } from "./_query_run.ts";

/** The query whose tools are being called. */
export const currentQuery = new AsyncLocalStorage<QueryRun>();
