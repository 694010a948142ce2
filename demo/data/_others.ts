import { dailyCycle } from "./calendar.ts";
import { noise, slowNoise } from "./_noise.ts";

/** Every reading of one cooling tower at one hour. */
export function coolingTowerReadings(
  asset: string,
  hour: number,
): Record<string, number> {
  const day = dailyCycle(hour);
  return {
    fan_power_kw: 30 + 6 * day + 0.6 * noise(`${asset}/fan`, hour),
    basin_c: 23 + 1.6 * day + 0.6 * slowNoise("weather", hour),
    vibration_mm_s: 2.1 + 0.15 * noise(`${asset}/vibration`, hour),
  };
}

/** Every reading of one pump at one hour. */
export function pumpReadings(
  asset: string,
  hour: number,
): Record<string, number> {
  const flow = 88 + 0.5 * noise(`${asset}/flow`, hour);
  return {
    power_kw: 0.42 * flow + 0.2 * noise(`${asset}/power`, hour),
    flow_lps: flow,
    vibration_mm_s: 1.6 + 0.12 * noise(`${asset}/vibration`, hour),
  };
}

/** Every reading of one air handling unit at one hour. */
export function ahuReadings(
  asset: string,
  hour: number,
): Record<string, number> {
  const day = dailyCycle(hour);
  return {
    fan_power_kw: 12 + 3 * day + 0.3 * noise(`${asset}/fan`, hour),
    supply_air_c: 14 + 0.2 * noise(`${asset}/supply`, hour),
    filter_pa: 120 + 3 * noise(`${asset}/filter`, hour),
  };
}
