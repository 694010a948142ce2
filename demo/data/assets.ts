import type { Asset, AssetType, Site } from "./types.ts";

/** The sites. */
export const SITES: readonly Site[] = [
  {
    id: "MAIN",
    name: "Main campus",
    description: "Central plant of the campus: six chillers on one loop",
  },
  {
    id: "NORTH",
    name: "North works",
    description: "Production halls with a plant of their own",
  },
];

const NAMES: Readonly<Record<AssetType, string>> = {
  chiller: "Chiller",
  "cooling_tower": "Cooling Tower",
  pump: "Pump",
  ahu: "AHU",
};

/** The assets, by site. Numbers are unique within a type, over all sites. */
export const ASSETS: readonly Asset[] = [
  ...some("MAIN", "chiller", 1, 6),
  ...some("MAIN", "cooling_tower", 1, 3),
  ...some("MAIN", "pump", 1, 4),
  ...some("MAIN", "ahu", 1, 5),
  ...some("NORTH", "chiller", 7, 8),
  ...some("NORTH", "cooling_tower", 4, 4),
  ...some("NORTH", "pump", 5, 6),
  ...some("NORTH", "ahu", 6, 8),
];

/** The asset with an id; none if there is no such asset. */
export function findAsset(id: string): Asset | undefined {
  return ASSETS.find((asset) => asset.id === id);
}

function some(
  site: string,
  type: AssetType,
  first: number,
  last: number,
): Asset[] {
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const name = `${NAMES[type]} ${first + index}`;
    const id = name.toUpperCase().replaceAll(" ", "-");
    return { id, name, site, type };
  });
}
