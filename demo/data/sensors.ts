import type { AssetType, Sensor } from "./types.ts";

/** What is measured on each type of asset. */
export const SENSORS: Readonly<Record<AssetType, readonly Sensor[]>> = {
  chiller: [
    { id: "power_kw", name: "Electrical power", unit: "kW" },
    { id: "cooling_kw", name: "Cooling delivered", unit: "kW" },
    { id: "cop", name: "Coefficient of performance", unit: "1" },
    { id: "condenser_approach_k", name: "Condenser approach", unit: "K" },
    { id: "condensing_c", name: "Condensing temperature", unit: "°C" },
    {
      id: "condenser_in_c",
      name: "Condenser water, entering",
      unit: "°C",
    },
    {
      id: "condenser_out_c",
      name: "Condenser water, leaving",
      unit: "°C",
    },
    { id: "condenser_flow_lps", name: "Condenser water flow", unit: "L/s" },
    { id: "evaporator_approach_k", name: "Evaporator approach", unit: "K" },
  ],
  "cooling_tower": [
    { id: "fan_power_kw", name: "Fan power", unit: "kW" },
    { id: "basin_c", name: "Basin temperature", unit: "°C" },
    { id: "vibration_mm_s", name: "Fan vibration", unit: "mm/s" },
  ],
  pump: [
    { id: "power_kw", name: "Electrical power", unit: "kW" },
    { id: "flow_lps", name: "Flow", unit: "L/s" },
    { id: "vibration_mm_s", name: "Bearing vibration", unit: "mm/s" },
  ],
  ahu: [
    { id: "fan_power_kw", name: "Fan power", unit: "kW" },
    { id: "supply_air_c", name: "Supply air temperature", unit: "°C" },
    { id: "filter_pa", name: "Filter pressure drop", unit: "Pa" },
  ],
};
