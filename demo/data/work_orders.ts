import type { WorkOrder } from "./types.ts";

/** The work orders that exist when a server starts. */
export const WORK_ORDERS: readonly WorkOrder[] = [
  {
    id: "WO-1017",
    asset: "CHILLER-6",
    title: "Brush condenser tubes",
    description: "Yearly cleaning, condenser approach 1.9 K afterwards",
    priority: "medium",
    status: "done",
    failureMode: "condenser_fouling",
    created: "2025-05-19",
  },
  {
    id: "WO-1042",
    asset: "CHILLER-2",
    title: "Replace oil filter",
    description: "By hours run",
    priority: "low",
    status: "done",
    created: "2026-02-11",
  },
  {
    id: "WO-1055",
    asset: "CHILLER-6",
    title: "Brush condenser tubes",
    description: "Yearly cleaning, put off until after the summer peak",
    priority: "low",
    status: "deferred",
    failureMode: "condenser_fouling",
    created: "2026-05-18",
  },
  {
    id: "WO-1058",
    asset: "AHU-3",
    title: "Replace filters",
    description: "Pressure drop at 180 Pa",
    priority: "medium",
    status: "done",
    failureMode: "filter_loading",
    created: "2026-05-27",
  },
  {
    id: "WO-1061",
    asset: "PUMP-5",
    title: "Check the seal",
    description: "A few drops an hour at the shaft",
    priority: "low",
    status: "open",
    created: "2026-06-09",
  },
];
