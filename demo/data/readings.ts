import type { Asset, AssetType } from "./types.ts";
import { chillerReadings } from "./_chiller.ts";
import { ahuReadings, coolingTowerReadings, pumpReadings } from "./_others.ts";

const READERS: Readonly<
  Record<AssetType, (asset: string, hour: number) => Record<string, number>>
> = {
  chiller: chillerReadings,
  "cooling_tower": coolingTowerReadings,
  pump: pumpReadings,
  ahu: ahuReadings,
};

/**
 * What an asset's sensors read at an hour, rounded to two decimals.
 *
 * A pure function of its arguments: nothing is stored, nothing is random.
 */
export function readingsAt(
  asset: Pick<Asset, "id" | "type">,
  hour: number,
): Record<string, number> {
  const readings = READERS[asset.type](asset.id, hour);
  return Object.fromEntries(
    Object.entries(readings).map((
      [id, value],
    ) => [id, Math.round(value * 100) / 100]),
  );
}
