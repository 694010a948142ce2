import { dailyCycle, hourOf } from "./calendar.ts";
import { noise, slowNoise } from "./_noise.ts";

const FOULED = "CHILLER-6";
const FOULING_BEGINS = hourOf("2026-06-12T00:00Z");
const FOULING_K_PER_HOUR = 0.2 / 24;
const COP_LOST_PER_K = 0.035;
const CAPACITY_KW = 2200;
const WATER_KJ_PER_LITRE_K = 4.19;

/** Every reading of one chiller at one hour. */
export function chillerReadings(
  asset: string,
  hour: number,
): Record<string, number> {
  const day = dailyCycle(hour);
  const load = 0.6 + 0.15 * day + 0.02 * slowNoise(`${asset}/load`, hour);
  const entering = 23.5 + 1.6 * day + 0.6 * slowNoise("weather", hour);
  const fouling = foulingOf(asset, hour);
  const cooling = load * CAPACITY_KW;
  const clean = 6 - 0.06 * (entering - 23.5) +
    0.04 * noise(`${asset}/cop`, hour);
  const cop = clean * (1 - COP_LOST_PER_K * fouling);
  const power = cooling / cop;
  const flow = 88 + 0.5 * noise(`${asset}/flow`, hour);
  const leaving = entering + (cooling + power) / (flow * WATER_KJ_PER_LITRE_K);
  const approach = 1.1 + 1.3 * load + fouling +
    0.06 * noise(`${asset}/approach`, hour);
  return {
    power_kw: power,
    cooling_kw: cooling,
    cop,
    condenser_approach_k: approach,
    condensing_c: leaving + approach,
    condenser_in_c: entering,
    condenser_out_c: leaving,
    condenser_flow_lps: flow,
    evaporator_approach_k: 0.9 + load + 0.05 * noise(`${asset}/evap`, hour),
  };
}

/** The planted fault: kelvins that scale in the tubes adds to the approach. */
function foulingOf(asset: string, hour: number): number {
  if (asset !== FOULED || hour < FOULING_BEGINS) return 0;
  return FOULING_K_PER_HOUR * (hour - FOULING_BEGINS + 1);
}
