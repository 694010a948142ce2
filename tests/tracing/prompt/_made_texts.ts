import type { Random } from "./_random.ts";

/** What a text is of. */
export type TextKind = keyof typeof LINES;

const WORDS =
  `the of and to a in is that for it was on are with as be this by from or at an not which have has were one all their but can been when there more will would about if no out up into than them only other time new some could these two may then do first any like now such over our even most after also did many before must through back years where much your way well down should because each just those people how too little state good very make world still see work life being through between both under never day same another know while last might us great old year off come since against go came right used take three states himself few house use during without again place around however home small found thought went say part once general high upon school every does got united number until always away something fact though water less public put thing almost hand enough far took head yet better set told nothing night end why called didn't eyes find going look asked later knew pressure valve condenser chiller temperature reading sensor approach fouling bearing vibration schedule maintenance technician inspection threshold baseline anomaly trend increase decrease measured estimated approximately significant recommendation replacement`
    .split(" ");

const NAMES =
  `id name status value unit created_at updated_at site asset sensor reading priority description owner type count total page next_cursor temperature pressure flow_rate power_kw setpoint timestamp quality source tags metadata location building floor zone serial_number manufacturer model firmware last_seen`
    .split(" ");

const CHINESE =
  "六号冷水机组的耗电量比上个月平均值高出百分之 最可能的原因是冷凝器结垢 建议在下次检修之前进行清洗 传感器每分钟记录一次数据 发现异常时会通知负责人 请检查阀门和水泵的压力 这个时间没有维护记录 设备状态正常 温度仍在上升 我们需要更多的信息 负载没有明显变化 报告已经发送给技术员"
    .split(" ");

const JAPANESE =
  "冷却機の消費電力は先月の平均と比べて 増加しています 凝縮器の汚れが主な原因と考えられます 次回の点検までに清掃を実施してください センサーの値は毎分記録され 異常があれば担当者へ通知されます 圧力は正常な範囲にあります この時間の記録はありません 設備の状態を確認しました 温度がまだ上がっています ポンプとバルブを調べる必要があります"
    .split(" ");

const RUSSIAN =
  "потребление энергии выросло по сравнению с прошлым месяцем|вероятная причина — загрязнение конденсатора|датчик записывает значение каждую минуту|давление остаётся в пределах нормы|нет данных об обслуживании за это время|необходимо проверить насос и клапан|температура продолжает расти|отчёт был отправлен инженеру|рекомендуется очистка до следующего осмотра"
    .split("|");

/** One line of a text, by what the text is of. */
const LINES = {
  prose: (random: Random) =>
    `${sentence(random)}. ${sentence(random)}${
      random.pick([".", ".", "?", ":", "!"])
    }${random.chance(0.2) ? "\n\n" : " "}`,
  markdown: (random: Random) =>
    `${random.pick(["- ", "## ", "1. ", "**Note:** ", "> ", "* `x`: "])}${
      sentence(random)
    }\n`,
  code: (random: Random) =>
    random.pick([
      () =>
        `  const ${camel(random)} = ${camel(random)}.map((${word(random)}) => ${
          word(random)
        }.${camel(random)});\n`,
      () =>
        `  if (${camel(random)} === undefined) return ${random.int(0, 9)};\n`,
      () =>
        `export function ${camel(random)}(${word(random)}: string): number {\n`,
      () => `    // ${sentence(random)}\n`,
      () =>
        `    this.#${camel(random)} = await ${camel(random)}("${
          word(random)
        }", { ${word(random)}: ${random.int(0, 999)} });\n  }\n\n`,
    ])(),
  python: (random: Random) =>
    random.pick([
      () => `def ${snake(random)}(self, ${word(random)}=None):\n`,
      () =>
        `        ${snake(random)} = [${word(random)}["${
          random.pick(NAMES)
        }"] for ${word(random)} in ${snake(random)}]\n`,
      () => `    """${sentence(random)}."""\n`,
      () =>
        `        raise ValueError(f"${sentence(random)}: {${
          snake(random)
        }}")\n\n`,
    ])(),
  json: (random: Random) => `${JSON.stringify(record(random))},`,
  "indented json": (random: Random) =>
    `${JSON.stringify(record(random), null, 2)},\n`,
  csv: (random: Random) =>
    `${time(random)},${random.pick(NAMES)},${number(random)},${
      number(random)
    },${number(random)}\n`,
  table: (random: Random) =>
    `| ${random.pick(NAMES)} | ${number(random)} | ${word(random)} ${
      word(random)
    } | ${number(random)} |\n`,
  log: (random: Random) =>
    `${time(random)} ${random.pick(["INFO", "WARN", "ERROR", "DEBUG"])} [${
      word(random)
    }.${camel(random)}] ${sentence(random)} ${random.pick(NAMES)}=${
      number(random)
    } (${random.int(1, 900)} ms)\n`,
  markup: (random: Random) =>
    `<div class="${word(random)}-${word(random)}"><span id="${word(random)}">${
      sentence(random)
    }</span></div>\n`,
  paths: (random: Random) =>
    `/srv/${word(random)}/${snake(random)}/${camel(random)}.${
      random.pick(["ts", "json", "log", "py"])
    }:${random.int(1, 400)}\n`,
  chinese: (random: Random) =>
    `${random.pick(CHINESE)}${
      random.pick(["，", "。", `${number(random)}。`])
    }`,
  japanese: (random: Random) =>
    `${random.pick(JAPANESE)}${
      random.pick(["、", "。\n", `${number(random)}。`])
    }`,
  russian: (random: Random) => `${random.pick(RUSSIAN)} ${number(random)}. `,
} as const satisfies Record<string, (random: Random) => string>;

/** The kinds of texts, those that are more usual more often. */
const KINDS: readonly TextKind[] = [
  ...Array<TextKind>(5).fill("prose"),
  ...Array<TextKind>(6).fill("json"),
  ...Array<TextKind>(3).fill("indented json"),
  ...Array<TextKind>(3).fill("markdown"),
  ...Array<TextKind>(3).fill("code"),
  ...Array<TextKind>(3).fill("csv"),
  ...Array<TextKind>(3).fill("log"),
  ...Array<TextKind>(2).fill("table"),
  ...Array<TextKind>(2).fill("python"),
  "markup",
  "paths",
  "russian",
  "chinese",
  "japanese",
];

/**
 * Makes a text.
 *
 * @param random What it is made of.
 * @param length About how many code units.
 * @param kind What it is of.
 */
export function madeText(
  random: Random,
  length: number,
  kind: TextKind = random.pick(KINDS),
): string {
  let text = "";
  while (text.length < length) text += LINES[kind](random);
  return text.trim();
}

/** A word. */
export function word(random: Random): string {
  return random.pick(WORDS).replace(/\W/g, "");
}

/** A name with underscores. */
export function snake(random: Random): string {
  return `${word(random)}_${word(random)}`;
}

function camel(random: Random): string {
  const second = word(random);
  return `${word(random)}${second.charAt(0).toUpperCase()}${second.slice(1)}`;
}

function sentence(random: Random): string {
  const length = random.int(5, 16);
  const text = Array.from({ length }, () => random.pickEarly(WORDS))
    .join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function record(random: Random): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: random.int(3, 8) }, () => [
      random.pick(NAMES),
      random.pick([
        () => number(random),
        () => random.int(0, 5000),
        () => word(random),
        () => time(random),
        () => random.chance(0.5),
        () => sentence(random),
        () => `${word(random)}-${random.int(1, 99)}`,
        () => null,
      ])(),
    ]),
  );
}

function number(random: Random): number {
  return Number((random.next() * 10 ** random.int(1, 4)).toFixed(2));
}

function time(random: Random): string {
  return new Date(1_782_864_000_000 + random.int(0, 9_000_000) * 1000)
    .toISOString();
}
