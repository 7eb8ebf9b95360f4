/** An evaluation for tests that only pass one on. */
import type { Evaluation } from '../../shared/domain/evaluation.ts';
import type { LitBy } from '../../shared/domain/light.ts';

export function anyEvaluation(): Evaluation {
  const unlit: LitBy = {
    ruleSet: 'RS-DEFAULT@1',
    ruleId: 'B-0',
    inputs: {},
    value: null,
    light: null,
    sentence: '无预算，不评灯。',
    toGreen: null,
  };
  return {
    ruleSet: 'RS-DEFAULT@1',
    adjusted: 0n,
    rate: null,
    pace: 5000n,
    budgetDeviation: null,
    surplus: 0n,
    arrivalRate: null,
    useRate: null,
    attainment: null,
    progressAttainment: null,
    budget: unlit,
    gap: null,
    rows: {},
    lights: { budget: null, goal: 'yellow', outlook: 'green', filing: 'yellow' },
    blueRows: 0,
    verdict: null,
    findings: [],
  };
}
