import { SDK_INFO } from "@opentelemetry/core";
import {
  type Resource,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { readResourceAttributes } from "../settings/resource.ts";

/** Makes the resource: what every span of this process comes from. */
export function makeResource(
  serviceName: string,
  serviceVersion?: string,
): Resource {
  return resourceFromAttributes({
    ...(serviceVersion === undefined
      ? {}
      : { "service.version": serviceVersion }),
    ...readResourceAttributes(),
    ...SDK_INFO,
    "process.runtime.name": "deno",
    "process.runtime.version": Deno.version.deno,
    "service.name": serviceName,
  });
}
