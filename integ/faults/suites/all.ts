import { burst } from './burst';
import { deletedMeanwhile } from './deletions';
import { DOUBLED, doubled, sweptAtOnce } from './deliveries';
import { END_FAULTS, endFault } from './ends';
import { KILLED, kills } from './kills';
import { reprocessingKilled } from './reprocessing';
import { SERVICE_FAULTS, serviceFault } from './services';
import { soak } from './soak';
import { ABSENCES, stateMachineGone } from './state-machine';
import { lateEvents, poison } from './strays';
import type { Tally } from '../judge';
import type { FaultOptions } from '../options';
import type { Stage } from '../stage';

type Injection = (stage: Stage, options: FaultOptions) => Promise<Tally>;

const deliveries: readonly Injection[] = [
  ...DOUBLED.map((title): Injection => async (stage, { images }) => doubled(stage, title, images)),
  async (stage, { images }) => sweptAtOnce(stage, images),
];

/** What `--only` names: one line of the table for each entry. */
export const SUITES: Readonly<Record<string, readonly Injection[]>> = {
  kills: KILLED.map((handler): Injection => async (stage, options) => kills(stage, handler, options.kills)),
  services: SERVICE_FAULTS.map((fault): Injection => async (stage, { images }) => serviceFault(stage, fault, images)),
  ends: END_FAULTS.map((fault): Injection => async (stage, { images }) => endFault(stage, fault, images)),
  reprocessing: [async (stage, { images }) => reprocessingKilled(stage, Math.max(images, 6))],
  machine: (Object.keys(ABSENCES) as (keyof typeof ABSENCES)[])
    .map((absence): Injection => async (stage, { images }) => stateMachineGone(stage, absence, images)),
  strays: [async (stage, { images }) => poison(stage, images), lateEvents],
  deletions: [async (stage, { images }) => deletedMeanwhile(stage, images)],
  deliveries,
  burst: [async (stage, options) => burst(stage, options.burst)],
  soak: [async (stage, options) => soak(stage, options.soak)],
};

/** What differs between the two types of a workflow: who may start one twice. */
export const SUITES_OF_STANDARD = ['deliveries', 'machine'] as const;
