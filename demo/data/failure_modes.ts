import type { FailureMode } from "./types.ts";

/** The known failure modes. */
export const FAILURE_MODES: readonly FailureMode[] = [
  {
    id: "condenser_fouling",
    assetType: "chiller",
    name: "Condenser fouling",
    signs: {
      condenser_approach_k: "rises",
      power_kw: "rises",
      cop: "falls",
      condenser_flow_lps: "steady",
    },
    action: "Brush the condenser tubes and check the water treatment",
  },
  {
    id: "condenser_flow_loss",
    assetType: "chiller",
    name: "Loss of condenser water flow",
    signs: {
      condenser_flow_lps: "falls",
      power_kw: "rises",
      cop: "falls",
    },
    action: "Check the condenser pump, strainer and valves",
  },
  {
    id: "evaporator_fouling",
    assetType: "chiller",
    name: "Evaporator fouling",
    signs: {
      evaporator_approach_k: "rises",
      cop: "falls",
      condenser_approach_k: "steady",
    },
    action: "Clean the evaporator tubes",
  },
  {
    id: "fan_imbalance",
    assetType: "cooling_tower",
    name: "Fan imbalance",
    signs: { vibration_mm_s: "rises", fan_power_kw: "steady" },
    action: "Balance the fan",
  },
  {
    id: "bearing_wear",
    assetType: "pump",
    name: "Bearing wear",
    signs: { vibration_mm_s: "rises", power_kw: "rises" },
    action: "Replace the bearings",
  },
  {
    id: "impeller_wear",
    assetType: "pump",
    name: "Impeller wear",
    signs: { flow_lps: "falls" },
    action: "Inspect and replace the impeller",
  },
  {
    id: "filter_loading",
    assetType: "ahu",
    name: "Filter loading",
    signs: { filter_pa: "rises", fan_power_kw: "rises" },
    action: "Replace the filters",
  },
];
