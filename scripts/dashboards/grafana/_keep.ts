import "@grafana/lezer-traceql";
import "@grafana/grafana-foundation-sdk/tempo";
import "@grafana/grafana-foundation-sdk/dashboard";
