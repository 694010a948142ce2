import { assertEquals } from "@std/assert";
import { dirname, join, normalize, relative } from "node:path/posix";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(import.meta.resolve("../"));

/** Folders whose files are programs or data of their own, and no rooms. */
const NO_ROOMS = ["bench", "docs", "examples", "links", "scripts", "tests"];

/** A row of the map in CONTRIBUTING.md. */
interface Room {
  readonly folder: string;
  readonly imports: readonly string[];
}

/** A file, and the files of the repository that it imports, types included. */
interface Source {
  readonly path: string;
  readonly imports: readonly string[];
}

const IMPORTS =
  /^(?:import|export)\b[^;"]*?\bfrom\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

const rooms = readMap(await Deno.readTextFile(`${ROOT}CONTRIBUTING.md`));
const sources = await readSources();

/** The rows of the map, in its order: ``| `cli/agent` | what | `…` |``. */
function readMap(page: string): Room[] {
  return [...page.matchAll(/^\| `([\w/.]+)` +\| .*? \| (.*?) *\|$/gm)].map(
    ([, folder = "", imports = ""]) => ({
      folder,
      imports: [...imports.matchAll(/`([\w/.]+)`/g)].map(([, room = ""]) =>
        room
      ),
    }),
  );
}

async function readSources(): Promise<Source[]> {
  const { imports: map } = JSON.parse(
    await Deno.readTextFile(`${ROOT}import_map.json`),
  ) as { imports: Record<string, string> };
  const found: Source[] = [];
  for await (const path of typeScript("")) {
    const text = await Deno.readTextFile(ROOT + path);
    // An example in a comment imports nothing.
    const code = text.replaceAll(/^\s*\*.*$/gm, "");
    const imports = [...code.matchAll(IMPORTS)]
      .map(([, a, b, c]) => a ?? b ?? c ?? "")
      .map((name) => map[name]?.startsWith("./") ? `/${map[name]}` : name)
      .filter((name) => /^[./]/.test(name) && name.endsWith(".ts"))
      .map((name) =>
        name.startsWith("/")
          ? normalize(name).slice(1)
          : join(dirname(path), name)
      );
    found.push({ path, imports });
  }
  return found;
}

async function* typeScript(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(ROOT + folder)) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || NO_ROOMS.includes(path)) continue;
    if (entry.isDirectory && entry.name !== "node_modules") {
      yield* typeScript(path);
    } else if (entry.name.endsWith(".ts")) yield path;
  }
}

/** The room of a file: its folder, or itself where it is in none. */
function roomOf(path: string): string {
  return path.includes("/") ? dirname(path) : path;
}

Deno.test("the map in CONTRIBUTING.md has every room, and no other", () => {
  const folders = new Set(sources.map(({ path }) => roomOf(path)));
  assertEquals(
    rooms.map(({ folder }) => folder).toSorted(),
    [...folders].toSorted(),
  );
});

Deno.test("the map in CONTRIBUTING.md says what each room imports", () => {
  for (const { folder, imports } of rooms) {
    const used = new Set(
      sources.filter(({ path }) => roomOf(path) === folder)
        .flatMap(({ imports }) => imports.map(roomOf)),
    );
    used.delete(folder);
    assertEquals(
      { folder, imports: imports.toSorted() },
      { folder, imports: [...used].toSorted() },
    );
  }
});

Deno.test("the map in CONTRIBUTING.md points down only", () => {
  const order = rooms.map(({ folder }) => folder);
  for (const [place, { folder, imports }] of rooms.entries()) {
    const up = imports.filter((room) => order.indexOf(room) < place);
    assertEquals({ folder, up }, { folder, up: [] });
  }
});

Deno.test("no file imports itself through others", () => {
  const imports = new Map(sources.map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): void => {
    const circle = above.includes(path) ? [...above, path] : [];
    assertEquals(circle.slice(above.indexOf(path)), []);
    if (done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...above, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
});

Deno.test("a file with an underscore is private to its folder", () => {
  const reached = sources.flatMap(({ path, imports }) =>
    imports.filter((name) =>
      /(^|\/)_[^/]+$/.test(name) && dirname(name) !== dirname(path)
    ).map((name) => `${path} imports ${relative(dirname(path), name)}`)
  );
  assertEquals(reached, []);
});
