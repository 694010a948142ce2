import { mayRead } from "../../tracing/base/env.ts";

/** The variables that a server needs to run at all. */
const INHERITED = Deno.build.os === "windows"
  ? [
    "APPDATA",
    "COMSPEC",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "PATH",
    "PATHEXT",
    "PROCESSOR_ARCHITECTURE",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "USERNAME",
    "USERPROFILE",
    "WINDIR",
  ]
  : ["HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "USER"];

/**
 * The variables that say how to download: most servers are started by `npx`,
 * `uvx` or `deno run`, which fetch them first, through the same proxy as ours.
 */
const DOWNLOADING = [
  "DENO_CERT",
  "DENO_DIR",
  "DENO_TLS_CA_STORE",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
  "https_proxy",
  "http_proxy",
  "no_proxy",
  "NODE_EXTRA_CA_CERTS",
  "NPM_CONFIG_REGISTRY",
  "SSL_CERT_DIR",
  "SSL_CERT_FILE",
  "XDG_CACHE_HOME",
];

/**
 * The environment of a stdio server: a few harmless variables of ours, those
 * of the configuration, and the trace context.
 */
export function childEnv(
  configured: Readonly<Record<string, string>>,
  traceContext: Readonly<Record<string, string>>,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of [...INHERITED, ...DOWNLOADING]) {
    const value = ownVariable(name);
    // Bash exports functions as variables that begin so.
    if (value !== undefined && !value.startsWith("()")) env[name] = value;
  }
  for (const [name, value] of Object.entries(traceContext)) {
    env[name.toUpperCase()] = value;
  }
  return { ...env, ...configured };
}

/** A variable of this process; one that may not be read counts as not set. */
export function ownVariable(name: string): string | undefined {
  return mayRead(name) ? Deno.env.get(name) : undefined;
}
