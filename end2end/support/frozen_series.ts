/** 2026-11-03 13:05 UTC, 14:05 in Berlin: the moment of every frozen answer. */
export const NOW = 1_793_711_100_000;
const STEP = 30_000;
const SAMPLES = 120;

interface Samples {
  name: string;
  label: string;
  unit: string;
  /** Columns, as the server sends them: milliseconds since the sample before, and values. */
  samples: { steps: number[]; values: number[] };
}

/** Numbers between 0 and 1 that look like chance: a linear congruential generator (Numerical Recipes). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Steps around a mean that pulls back. */
function walk(name: string, label: string, unit: string, mean: number, swing: number, seed: number): Samples {
  const roll = dice(seed);
  let value = mean;
  const values = Array.from({ length: SAMPLES }, () => {
    value += (roll() - 0.5) * swing + (mean - value) * 0.08;
    return Math.round(Math.max(value, 0) * 100) / 100;
  });
  const steps = values.map((_, index) => (index ? STEP : NOW - (SAMPLES - 1) * STEP));
  return { name, label, unit, samples: { steps, values } };
}

/** An hour of the figures that Overview and Hosts draw, as `/api/synapse/overview` answers. */
export function series() {
  const statements = [
    'select … from timeseries.points where series_id = $1',
    'insert into integration.outbox (organization_id, kind, payload) values …',
    'select … from core.identity_session($1)',
    'update timeseries.marks set taken_at = $1 where …',
  ];
  return {
    from: NOW - SAMPLES * STEP,
    to: NOW,
    offsets: [{ from: 0, seconds: 3_600 }],
    series: [
      walk('host.cpu.utilization', '', 'percent', 34, 9, 4),
      walk('host.memory.utilization', '', 'percent', 62, 1.2, 31),
      walk('host.disk.utilization', '', 'percent', 71, 0.1, 8),
      walk('host.load.1m', '', 'none', 1.4, 0.3, 17),
      walk('host.network.received', '', 'bytes_per_second', 2_400_000, 400_000, 77),
      walk('host.network.sent', '', 'bytes_per_second', 900_000, 200_000, 12),
      walk('postgres.connections', '', 'count', 14, 3, 3),
      walk('postgres.transactions', '', 'per_second', 86, 18, 21),
      walk('postgres.cache_hit', '', 'percent', 99.2, 0.1, 5),
      walk('postgres.size', '', 'bytes', 48_000_000, 40_000, 6),
      walk('http.requests', '', 'per_second', 42, 9, 9),
      walk('http.errors', '', 'per_second', 0.4, 0.3, 13),
      walk('http.latency', 'p50', 'milliseconds', 4, 0.8, 14),
      walk('http.latency', 'p95', 'milliseconds', 18, 4, 15),
      walk('http.latency', 'p99', 'milliseconds', 41, 12, 16),
      ...statements.map((statement, index) =>
        walk('postgres.statement.mean', statement, 'milliseconds', 9 / (index + 1), 1, 40 + index),
      ),
    ],
  };
}
