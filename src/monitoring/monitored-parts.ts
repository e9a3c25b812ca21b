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

/** The parts of a system that alarms, dashboard and saved queries monitor. */
export interface MonitoredParts {
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

/** The functions that process an upload, in order. They run asynchronously, so no caller sees their failures. */
export function pipelineOf({ ingestion, orchestrator, workflow: { functions, recordOutcome } }: MonitoredParts): HandlerFunction[] {
  const { validation, resize, watermark } = functions;
  return [ingestion.eventHandler, orchestrator, validation, resize, ...(watermark ? [watermark] : []), recordOutcome];
}

/** Every function, in data-flow order. */
export function handlersOf(parts: MonitoredParts): HandlerFunction[] {
  const { api, sweeper, deletions, erasure, repairs } = parts;
  const upkeep = [sweeper.handler, deletions.announcer, erasure.eraseUser, repairs.repair];
  return [...Object.values(api.functions.byName), ...pipelineOf(parts), ...upkeep];
}
