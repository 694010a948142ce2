/** What {@linkcode denoCommand} looks at. */
export interface DenoHost {
  /** Reads an environment variable. */
  readonly env?: (name: string) => string | undefined;
  /** The path of the program that runs this. */
  readonly execPath?: () => string;
  /** Whether there is such a file. */
  readonly exists?: (path: string) => boolean;
}

const THROUGH_NPX = "npx -y deno";

/**
 * Finds how this person starts Deno, for what we tell them to run next: it is
 * not on everybody's `PATH`. Who has Node only starts it through `npx`, and who
 * has just unpacked it by its path.
 *
 * @param host What is looked at; this process unless given.
 * @returns `deno`, `npx -y deno`, or the path of the program.
 */
export function denoCommand(host: DenoHost = {}): string {
  const { env = readEnv, execPath = Deno.execPath, exists = isFile } = host;
  // `npm exec` is the same command as `npx`.
  if (env("npm_command") === "exec" || env("npm_lifecycle_event") === "npx") {
    return THROUGH_NPX;
  }
  const path = env("PATH");
  if (path === undefined) return "deno";
  // npm puts these before the person's own, who does not have them.
  const folders = path.split(Deno.build.os === "windows" ? ";" : ":")
    .filter((folder) => !/[/\\]node_modules[/\\]\.bin[/\\]?$/.test(folder));
  const names = Deno.build.os === "windows"
    ? ["deno.exe", "deno.cmd"]
    : ["deno"];
  const isOnPath = folders.some((folder) =>
    names.some((name) => exists(`${folder || "."}/${name}`))
  );
  if (isOnPath) return "deno";
  const program = whereAllowed(execPath) ?? "deno";
  if (/[/\\]node_modules[/\\]/.test(program)) return THROUGH_NPX;
  return /^[\w./\\:@+-]+$/.test(program) ? program : `"${program}"`;
}

/** Without permission to look, nothing is known. */
function whereAllowed<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function readEnv(name: string): string | undefined {
  return whereAllowed(() => Deno.env.get(name));
}

function isFile(path: string): boolean {
  return whereAllowed(() => Deno.statSync(path).isFile) ?? false;
}
