import { findAsset } from "./data/assets.ts";
import { TODAY } from "./data/calendar.ts";
import { FAILURE_MODES } from "./data/failure_modes.ts";
import type { WorkOrder } from "./data/types.ts";
import { WORK_ORDERS } from "./data/work_orders.ts";
import {
  failed,
  listed,
  ok,
  type ToolResult,
  unknownAsset,
} from "./_tool_result.ts";

/** The failure modes, of one type of asset if given. */
export function failureModes(
  { asset_type: type }: { readonly asset_type?: string | undefined },
): ToolResult {
  const known = new Set<string>(FAILURE_MODES.map((mode) => mode.assetType));
  if (type !== undefined && !known.has(type)) {
    return failed(
      `Cannot list failure modes of "${type}": types are ${listed(known)}`,
    );
  }
  return ok(
    FAILURE_MODES.filter((mode) =>
      type === undefined || mode.assetType === type
    ),
  );
}

/** Arguments of {@linkcode WorkOrderBook.create}. */
export interface NewWorkOrder {
  /** The asset it is about. */
  readonly asset: string;
  /** One line. */
  readonly title: string;
  /** What was found, or what is to be done. */
  readonly description: string;
  /** How urgent it is. */
  readonly priority: "low" | "medium" | "high";
  /** The failure mode it answers, where one is known. */
  readonly "failure_mode"?: string | undefined;
}

/** Work orders in memory: what is created is gone when the process ends. */
export class WorkOrderBook {
  readonly #orders: WorkOrder[] = [...WORK_ORDERS];

  /** The work orders, of one asset or status if given. */
  list({ asset, status }: {
    readonly asset?: string | undefined;
    readonly status?: string | undefined;
  }): ToolResult {
    if (asset !== undefined && findAsset(asset) === undefined) {
      return unknownAsset(asset);
    }
    return ok(
      this.#orders.filter((order) =>
        (asset === undefined || order.asset === asset) &&
        (status === undefined || order.status === status)
      ),
    );
  }

  /** Adds a work order. */
  create(
    { asset, title, description, priority, failure_mode: mode }: NewWorkOrder,
  ): ToolResult {
    if (findAsset(asset) === undefined) return unknownAsset(asset);
    if (mode !== undefined && !FAILURE_MODES.some(({ id }) => id === mode)) {
      const known = listed(FAILURE_MODES.map(({ id }) => id));
      return failed(
        `Cannot create a work order for "${mode}": failure modes are ${known}`,
      );
    }
    const last = this.#orders.at(-1)?.id ?? "WO-1000";
    const order: WorkOrder = {
      id: `WO-${Number(last.slice("WO-".length)) + 1}`,
      asset,
      title,
      description,
      priority,
      status: "open",
      ...(mode === undefined ? {} : { failureMode: mode }),
      created: TODAY,
    };
    this.#orders.push(order);
    return ok(order);
  }
}
