/** A place with assets. */
export interface Site {
  /** Identifier, as the tools take it. */
  readonly id: string;
  /** Name that people use. */
  readonly name: string;
  /** What the site is. */
  readonly description: string;
}

/** What kind of machine an asset is. */
export type AssetType = "chiller" | "cooling_tower" | "pump" | "ahu";

/** A machine at a site. */
export interface Asset {
  /** Identifier, as the tools take it. */
  readonly id: string;
  /** Name that people use. */
  readonly name: string;
  /** The site it stands at. */
  readonly site: string;
  /** What kind of machine it is. */
  readonly type: AssetType;
}

/** Something that is measured on every asset of a type. */
export interface Sensor {
  /** Identifier, as the tools take it. */
  readonly id: string;
  /** What is measured. */
  readonly name: string;
  /** Unit of the readings. */
  readonly unit: string;
}

/** How a sensor's readings move when a failure mode sets in. */
export type Direction = "rises" | "falls" | "steady";

/** A known way in which assets of a type fail. */
export interface FailureMode {
  /** Identifier, as the tools take it. */
  readonly id: string;
  /** The type of asset that fails so. */
  readonly assetType: AssetType;
  /** Name that people use. */
  readonly name: string;
  /** How the sensors that show it move. */
  readonly signs: Readonly<Record<string, Direction>>;
  /** What to do about it. */
  readonly action: string;
}

/** What is done, or is to be done, on an asset. */
export interface WorkOrder {
  /** Identifier. */
  readonly id: string;
  /** The asset it is about. */
  readonly asset: string;
  /** One line. */
  readonly title: string;
  /** What was found, or what is to be done. */
  readonly description: string;
  /** How urgent it is. */
  readonly priority: "low" | "medium" | "high";
  /** Where it stands. */
  readonly status: "open" | "done" | "deferred";
  /** The failure mode it answers, where one is known. */
  readonly failureMode?: string;
  /** Day it was created, `YYYY-MM-DD`. */
  readonly created: string;
}
