import { h, type VNode } from "vue";
import narrow from "./answer_narrow.txt?raw";
import wide from "./answer_wide.txt?raw";
import "./home_answer.css";

/**
 * What `turns` answers about a recorded run of the demo, as in a terminal. The
 * narrow one is for phones.
 */
export function homeAnswer(): VNode {
  return h("figure", { class: "home-answer" }, [
    h(
      "figcaption",
      "$ deno task turns scripts/dashboards/traces/demo.jsonl --run 1400fe29 --ledger",
    ),
    h("pre", { class: "wide", innerHTML: wide }),
    h("pre", { class: "narrow", innerHTML: narrow }),
  ]);
}
