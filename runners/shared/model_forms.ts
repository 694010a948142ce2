import type { WireApi } from "./wire_api.ts";

/** One form of a model id, and what it takes to use it. */
interface ModelForm {
  readonly usage: string;
  readonly speaks: string;
  readonly needs: string;
  /** The wire formats that it can be asked in. */
  readonly apis: readonly WireApi[];
}

const FORMS: readonly ModelForm[] = [
  {
    usage: "litellm_proxy/<model>",
    speaks: "a LiteLLM proxy",
    needs: "LITELLM_BASE_URL, LITELLM_API_KEY",
    apis: ["chat_completions", "messages"],
  },
  {
    usage: "openai/<model>",
    speaks: "chat completions",
    needs: "OPENAI_API_KEY, OPENAI_BASE_URL if not the vendor's",
    apis: ["chat_completions"],
  },
  {
    usage: "anthropic/<model>",
    speaks: "messages",
    needs: "ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL if not the vendor's",
    apis: ["messages"],
  },
  {
    usage: "demo",
    speaks: "a scripted model",
    needs: "nothing: no key, no network",
    apis: ["chat_completions", "messages"],
  },
];

/** The forms of a model id that a runner takes, for people. */
export interface ModelForms {
  /** A line a form: what it speaks, and which variables it needs. */
  readonly table: string;
  /** The forms as part of a sentence: `openai/<model> or demo`. */
  readonly sentence: string;
}

/**
 * Lists the forms of a model id that a runner takes, as `--help` and errors name
 * them.
 *
 * @param apis The wire formats that the runner speaks.
 * @returns The forms.
 */
export function modelForms(apis: readonly WireApi[]): ModelForms {
  const forms = FORMS.filter((form) =>
    form.apis.some((api) => apis.includes(api))
  );
  const usages = forms.map(({ usage }) => usage);
  const width = Math.max(...usages.map(({ length }) => length));
  const speaks = Math.max(...forms.map(({ speaks }) => speaks.length));
  return {
    table: forms.map((form) =>
      `  ${form.usage.padEnd(width)}  ${
        form.speaks.padEnd(speaks)
      }  ${form.needs}`
    ).join("\n"),
    sentence: `${usages.slice(0, -1).join(", ")} or ${usages.at(-1)}`,
  };
}
