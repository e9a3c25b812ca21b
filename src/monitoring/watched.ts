import { Duration } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Api } from '../api/api';
import { Deletions } from '../deletions';
import { Erasure } from '../erasure/erasure';
import { HandlerFunction } from '../functions/handler-function';
import { Identity } from '../identity';
import { Ingestion } from '../ingestion';
import { Orchestrator } from '../orchestrator';
import { Platform } from '../platform';
import { Repairs } from '../repairs/repairs';
import { Sweeper } from '../sweeper';
import { Publication } from '../workflow/publication';
import { Workflow } from '../workflow/workflow';

/** The parts of a system that alarms, dashboard and queries look at. */
export interface Watched {
  readonly api: Api;
  readonly identity: Identity;
  readonly platform: Platform;
  readonly inputBucket: IBucket;
  readonly outputBucket: IBucket;
  readonly table: ITable;
  readonly ingestion: Ingestion;
  readonly orchestrator: Orchestrator;
  readonly workflow: Workflow;
  readonly publication: Publication;
  readonly erasure: Erasure;
  readonly repairs: Repairs;
  readonly sweeper: Sweeper;
  readonly sweepEvery: Duration;
  readonly deletions: Deletions;
}

/** The functions that an upload passes through, in its order. Nobody waits for their answer, so nobody would complain. */
export function pipelineOf({ ingestion, orchestrator, workflow: { functions, recordOutcome } }: Watched): HandlerFunction[] {
  const { validation, resize, watermark } = functions;
  return [ingestion.eventHandler, orchestrator, validation, resize, ...(watermark ? [watermark] : []), recordOutcome];
}

/** Every function, those of the pipeline in its order. */
export function handlersOf(watched: Watched): HandlerFunction[] {
  const { api, sweeper, deletions, erasure, repairs } = watched;
  const beside = [sweeper.handler, deletions.announcer, erasure.eraseUser, repairs.repair];
  return [...Object.values(api.functions.byName), ...pipelineOf(watched), ...beside];
}
