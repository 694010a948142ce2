import {
  QueryBuilder,
  type RelativeTimeRange,
  RuleBuilder,
} from "@grafana/grafana-foundation-sdk/alerting";
import {
  TypeMathBuilder,
  TypeReduceBuilder,
  TypeThresholdBuilder,
} from "@grafana/grafana-foundation-sdk/expr";
import {
  DataqueryBuilder,
  MetricsQueryType,
} from "@grafana/grafana-foundation-sdk/tempo";
import { LARGE_PROMPT, LATE_TURN, WORTH_A_CACHE } from "../alert_limits.ts";
import { runs, turns } from "./spansets.ts";

/** Runs of a day below which its mean says nothing. */
const FEWEST_RUNS = 5;

const HOUR = 3600;
/**
 * Spans count at the time at which they begin, and reach Tempo when they have
 * ended: the time looked at is longer than the time between two looks.
 */
const LATELY: RelativeTimeRange = { from: HOUR / 2, to: 0 };
/**
 * From 3.0 on Tempo answers for 24 hours at most unless told otherwise, and it
 * may round up.
 */
const TODAY: RelativeTimeRange = { from: 23 * HOUR, to: 0 };
/** The same hours of the day before. */
const YESTERDAY: RelativeTimeRange = { from: 47 * HOUR, to: 24 * HOUR };

const SOURCES = runs("span.agent.prompt.top_source != nil");
const BY_SOURCE = "by (span.agent.prompt.top_source)";
const COST =
  `${SOURCES} | sum_over_time(span.agent.prompt.top_source_tokens) ${BY_SOURCE}`;
const COUNT = `${SOURCES} | count_over_time() ${BY_SOURCE}`;

/** The rules, by how often they are looked at. */
export const ALERT_RULES: Readonly<Record<string, () => RuleBuilder[]>> = {
  "5m": () => [largePrompt(), brokenCache(), lateTurn()],
  "1h": () => [doubledSource()],
};

function largePrompt(): RuleBuilder {
  return rule("prompt", "A prompt is over its limit")
    .annotations({
      summary:
        `{{ index $labels "span.gen_ai.agent.name" }} sent a prompt of {{ $values.B.Value }} tokens`,
      description:
        `More than ${LARGE_PROMPT} tokens in one turn. "Largest prompts" of the dashboard says which turn, and what made it grow.`,
    })
    .withQuery(
      tempo(
        "A",
        `${turns()} | max_over_time(span.gen_ai.usage.input_tokens) by (span.agent.runner, span.gen_ai.agent.name)`,
        LATELY,
      ),
    )
    .withQuery(reduce("B", "A", "max"))
    .withQuery(above("C", "B", LARGE_PROMPT))
    .condition("C");
}

function brokenCache(): RuleBuilder {
  // plan_execute writes the prompt of every step anew, and so breaks each time.
  const broken = turns(
    "span.turn.cache.broken_by != nil",
    `span.gen_ai.usage.input_tokens > ${WORTH_A_CACHE}`,
    'span.agent.runner != "plan_execute"',
  );
  return rule("cache", "A cache broke")
    .annotations({
      summary:
        `{{ index $labels "span.turn.cache.broken_by" }} broke the cache of {{ index $labels "span.agent.runner" }}, {{ $values.B.Value }} times`,
      description:
        `A prompt of more than ${WORTH_A_CACHE} tokens did not begin with the whole of the one before. "Turns that broke the cache" of the dashboard lists them.`,
    })
    .withQuery(
      tempo(
        "A",
        `${broken} | count_over_time() by (span.agent.runner, span.turn.cache.broken_by)`,
        LATELY,
      ),
    )
    .withQuery(reduce("B", "A", "sum"))
    .withQuery(above("C", "B", 0))
    .condition("C");
}

function lateTurn(): RuleBuilder {
  return rule("turns", "An agent takes many turns")
    .annotations({
      summary:
        `{{ index $labels "span.gen_ai.agent.name" }} came to turn {{ $values.B.Value }}`,
      description:
        `A turn.index over ${LATE_TURN}. "Runs of many turns" of the dashboard lists the runs.`,
    })
    .withQuery(
      tempo(
        "A",
        `${turns()} | max_over_time(span.turn.index) by (span.agent.runner, span.gen_ai.agent.name)`,
        LATELY,
      ),
    )
    .withQuery(reduce("B", "A", "max"))
    .withQuery(above("C", "B", LATE_TURN))
    .condition("C");
}

/** A mean by run, so that twice as many runs are no alarm. */
function doubledSource(): RuleBuilder {
  return rule("source", "A source costs twice what it did the day before")
    .annotations({
      summary:
        `{{ index $labels "span.agent.prompt.top_source" }} costs a run more than twice what it did the day before`,
      description:
        `{{ $values.E.Value }} tokens in {{ $values.F.Value }} runs, after {{ $values.G.Value }} in {{ $values.H.Value }}, where it was the costliest source.`,
    })
    .withQuery(tempo("A", COST, TODAY))
    .withQuery(tempo("B", COUNT, TODAY))
    .withQuery(tempo("C", COST, YESTERDAY))
    .withQuery(tempo("D", COUNT, YESTERDAY))
    .withQuery(reduce("E", "A", "sum"))
    .withQuery(reduce("F", "B", "sum"))
    .withQuery(reduce("G", "C", "sum"))
    .withQuery(reduce("H", "D", "sum"))
    .withQuery(
      math(
        "I",
        // No quotient: what is divided by nothing would be an alarm.
        `($E * $H > 2 * $G * $F) && ($F >= ${FEWEST_RUNS}) && ($H >= ${FEWEST_RUNS})`,
      ),
    )
    .condition("I");
}

function rule(name: string, title: string): RuleBuilder {
  return new RuleBuilder(title).uid(`turnspan-${name}`)
    .labels({ source: "turnspan" })
    // One look is enough: what a span says does not go away.
    .forDuration("0s")
    // No runs, no alarm; a question that fails is one.
    .noDataState("OK")
    .execErrState("Error");
}

/** Grafana's alerting asks Tempo for a number a step; an expression makes one. */
function tempo(
  refId: string,
  query: string,
  time: RelativeTimeRange,
): QueryBuilder {
  return new QueryBuilder(refId).datasourceUid("${TEMPO_DATASOURCE_UID}")
    .relativeTimeRange(time)
    .model(
      new DataqueryBuilder().refId(refId).queryType("traceql")
        // A rule has no text box: all services.
        .query(query.replaceAll("$service", ".*"))
        .metricsQueryType(MetricsQueryType.Range)
        .exemplars(0),
    );
}

const EXPRESSION = { type: "__expr__", uid: "__expr__" };

function expression(
  refId: string,
  model: TypeMathBuilder | TypeReduceBuilder | TypeThresholdBuilder,
): QueryBuilder {
  return new QueryBuilder(refId).datasourceUid(EXPRESSION.uid)
    .relativeTimeRange({ from: 0, to: 0 })
    .model(model.refId(refId).datasource(EXPRESSION));
}

function reduce(
  refId: string,
  of: string,
  reducer: "max" | "sum",
): QueryBuilder {
  return expression(
    refId,
    new TypeReduceBuilder().expression(of).reducer(reducer)
      .settings({ mode: "replaceNN", replaceWithValue: 0 }),
  );
}

function above(refId: string, of: string, limit: number): QueryBuilder {
  return expression(
    refId,
    new TypeThresholdBuilder().expression(of)
      .conditions([{ evaluator: { type: "gt", params: [limit] } }]),
  );
}

function math(refId: string, formula: string): QueryBuilder {
  return expression(refId, new TypeMathBuilder().expression(formula));
}
