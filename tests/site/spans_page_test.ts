import { assertEquals } from "@std/assert";
import { SPAN_CONTRACTS, type SpanRole } from "../../testing/span_contract.ts";

const PAGE = Deno.readTextFileSync(
  new URL("../../docs/spans.md", import.meta.url),
);

/** The kinds of span, by the title of the table of their attributes. */
const ROLES: Readonly<Record<string, SpanRole>> = {
  "agent.run": "agent.run",
  "agent.invoke": "agent.invoke",
  "agent.turn": "agent.turn",
  "chat": "chat",
  "tool.call": "tool.call",
  "tools/list": "tools/list",
  "POST": "http",
};

/** One attribute of a table on the page. */
interface Row {
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
}

Deno.test("the page of the spans has the attributes that the code has, with their types", () => {
  assertEquals(shownAttributes(PAGE), knownAttributes());
});

Deno.test("shownAttributes() tells a page that lacks, adds or changes an attribute", () => {
  for (
    const [text, other] of [
      ["| `agent.scenario_id` ", "| `agent.scenario` "],
      [
        "| `agent.answer.length`                                           | int ",
        "| `agent.answer.length` | double ",
      ],
      ["| `turn.prompt.partial` = true ", "| `turn.prompt.partial` = false "],
      ["`plan`, `execute` or `summarize`", "`plan` or `execute`"],
      [
        "| `mcp.tools.count`                | int ",
        "| `mcp.tools.count`, `mcp.tools.size` | int ",
      ],
      ["## tools/list\n", "## tools\n"],
    ] as const
  ) {
    assertEquals(PAGE.includes(text), true, text);
    const found = shownAttributes(PAGE.replace(text, other));
    assertEquals(String(found) === String(knownAttributes()), false, text);
  }
});

/** A line for each attribute of each kind of span, as the code has them. */
function knownAttributes(): string[] {
  return Object.entries(ROLES).flatMap(([title, role]) => {
    const { required, optional = {} } = SPAN_CONTRACTS[role];
    return Object.entries({ ...required, ...optional }).map(
      ([name, { kind, name: says }]) => {
        const isChoice = says.startsWith('"') || says === "true";
        const values = isChoice ? says.split(" or ") : [];
        return line(title, { name, type: kind, values });
      },
    );
  }).sort();
}

/** The same, as the page has them. */
function shownAttributes(page: string): string[] {
  const sections = new Map(
    page.split(/^## /m).map((text) => [text.split("\n", 1)[0]!, rows(text)]),
  );
  const every = sections.get("Every span") ?? [];
  return Object.keys(ROLES).flatMap((title) => {
    const own = [
      ...sections.get(title) ?? [],
      ...(title === "POST" ? [] : every),
    ].flatMap((row) =>
      row.name.endsWith(".*")
        // Those of another table, which the row names.
        ? (sections.get("agent.turn") ?? []).filter(({ name }) =>
          name.startsWith(row.name.slice(0, -1))
        )
        : [row]
    );
    // A span that failed has it, whatever its kind; the code asks for it apart.
    return own.filter(({ name }) => name !== "error.type")
      .map((row) => line(title, row));
  }).sort();
}

function line(title: string, { name, type, values }: Row): string {
  return [title, name, type, ...values].join(" ");
}

function rows(section: string): Row[] {
  return section.split("\n").filter((line) => line.startsWith("| `"))
    .flatMap((line) => {
      const [, names = "", types = "", when = ""] = line.split(" | ")
        .flatMap((cell) => cell.split(/^\| | \|$/)).map((cell) => cell.trim());
      const kinds = types.split(", ");
      return names.split(", ").map((name, place) => {
        const [, key = name, is] =
          /^`([^`]+)`(?: = `?([^`]+)`?)?$/.exec(name) ??
            [];
        const type = kinds[place] ?? kinds[0]!;
        return { name: key, type, values: valuesOf(is, when) };
      });
    });
}

/** What a row says of the values: one after its name, or a few in its words. */
function valuesOf(is: string | undefined, when: string): string[] {
  if (is !== undefined) return [is === "true" ? is : `"${is}"`];
  const list = /`(\w+)`(?:, `(\w+)`)* or `(\w+)`/.exec(when)?.[0] ?? "";
  return [...list.matchAll(/`(\w+)`/g)].map(([, value]) => `"${value}"`);
}
