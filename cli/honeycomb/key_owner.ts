import { isJson, type Json } from "../../tracing/base/json.ts";
import { ApiError } from "./api_error.ts";
import type { Client } from "./client.ts";

/** Whose key it is, and what it may do. */
export interface KeyOwner {
  readonly team: string;
  readonly environment: string;
  /** By what Honeycomb calls a permission: `boards`, `queries`, `triggers`. */
  readonly access: Json;
  /** `ingest` keys send spans and can do nothing else. */
  readonly type: string;
}

/**
 * Asks Honeycomb whose key it is.
 *
 * @param client Calls the API.
 * @returns The team, the environment and the permissions.
 * @throws {ApiError} If it is none, or one of Honeycomb Classic, which has no
 * environments and so no queries over all datasets of one.
 */
export async function keyOwner(client: Client): Promise<KeyOwner> {
  const answer = await client.send({
    what: "look up the key",
    method: "GET",
    path: "/1/auth",
  });
  const { team, environment, api_key_access: access, type } = isJson(answer)
    ? answer
    : {};
  const slug = (of: unknown) =>
    isJson(of) && typeof of.slug === "string" ? of.slug : "";
  if (slug(team) === "" || slug(environment) === "") {
    throw new ApiError(
      "Cannot use HONEYCOMB_API_KEY: it is of no environment, which a key of Honeycomb Classic is not. Make a configuration key in an environment",
    );
  }
  return {
    team: slug(team),
    environment: slug(environment),
    access: isJson(access) ? access : {},
    type: `${type}`,
  };
}
