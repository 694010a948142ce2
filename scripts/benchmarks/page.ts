import { figure, heading, ratio } from "../../bench/harness/report.ts";
import type { Results, SuiteResult } from "../../bench/harness/results.ts";
import { summarize, type Summary } from "../../bench/harness/summary.ts";
import { aimsOf } from "./aims.ts";
import { markdownTable } from "./markdown_table.ts";

/** What stands between the marks of the page, by the name of the marks. */
const PARTS: Readonly<Record<string, (results: Results) => string>> = {
  machine: machineOf,
  aims: aimsTable,
  figures: ({ suites }) => suites.map(section).join("\n"),
};

/**
 * Writes what was measured between the marks of the page of benchmarks:
 * `<!-- aims -->` and `<!-- end of aims -->`, and the like.
 *
 * @param page The page.
 * @param results What `deno task bench` measured.
 * @returns The page, which is still to be formatted.
 */
export function withResults(page: string, results: Results): string {
  return page.replaceAll(
    /(<!-- (\w+) -->\n)[^]*?(<!-- end of \2 -->)/g,
    (all, begin: string, name: string, end: string) => {
      const part = PARTS[name];
      return part === undefined ? all : `${begin}\n${part(results)}\n${end}`;
    },
  );
}

function machineOf({ date, machine, packages, suites }: Results): string {
  const { cpu, cores, memoryGB, os, deno } = machine;
  const trial = suites.every(({ rounds }) => rounds === 1)
    ? "Each way ran once: this was a trial, and other work of the machine may " +
      "have spoiled any of its figures. "
    : "";
  const versions = Object.entries(packages)
    .map(([name, version]) => `\`${name}\` ${version}`);
  return `${trial}Measured on ${date}, on ${cores} cores of ${cpu} with ${memoryGB} GB, ` +
    `${os}, with Deno ${deno}. The packages: ${versions.join(", ")}.\n`;
}

function aimsTable(results: Results): string {
  const rows = aimsOf(results).map(({ what, most, unit, measured }) => {
    const shown = (value: number) =>
      unit === "" ? ratio(value) : `${figure(value)} ${unit}`;
    return [
      what,
      shown(most),
      measured === undefined ? "" : shown(measured),
      measured === undefined ? "not measured" : measured <= most ? "yes" : "no",
    ];
  });
  return markdownTable(["what", "#at most", "#measured", "reached"], rows);
}

function section(suite: SuiteResult): string {
  const { name, title, about, bare, reference, rounds, figures } = suite;
  const isOne = figures.length === 1;
  const hasAdded = bare !== undefined && figures.some(({ added }) => added);
  const head = [
    ...(isOne ? ["way"] : ["figure", "way"]),
    `#${isOne ? heading(figures[0]!) : "median"}`,
    ...["#lowest–highest", "#ratio"],
    ...(hasAdded ? ["#added", "#ratio of added"] : []),
  ];
  const rows = figures.flatMap((one) =>
    summarize(suite, one.key).map((summary) => [
      ...(isOne ? [] : [heading(one)]),
      ...cells(summary, hasAdded),
    ])
  );
  const notes = `Ratios are to _${reference}_${
    hasAdded ? `; added is over _${bare}_` : ""
  }; ${rounds === 1 ? "one round" : `${rounds} rounds`}; \`--only ${name}\`.`;
  return `### ${title}\n\n${about}\n\n${markdownTable(head, rows)}\n${notes}\n`;
}

function cells(one: Summary, hasAdded: boolean): string[] {
  return [
    one.way,
    figure(one.median),
    `${figure(one.lowest)}–${figure(one.highest)}`,
    ratio(one.ratio),
    ...(hasAdded ? [figure(one.added), ratio(one.addedRatio)] : []),
  ];
}
