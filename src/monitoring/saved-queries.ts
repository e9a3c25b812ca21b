import { QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { handlersOf, MonitoredParts } from './metrics';

interface Query {
  readonly id: string;
  /** As CloudWatch lists it, in the folder of the system. */
  readonly name: string;
  readonly query: QueryString;
}

const LINE = ['@timestamp', 'service', 'level', 'message'];

/** Documented in docs/monitoring.md, "Saved queries". */
const QUERIES: readonly Query[] = [
  {
    id: 'OneImage',
    name: 'One image, from grant to end',
    query: new QueryString({
      fields: [...LINE, 'status', 'reason', 'error', 'error_message', 'user_id', 'xray_trace_id'],
      filterStatements: ["image_id = 'PUT THE IMAGE ID HERE'"],
      sort: '@timestamp asc',
      limit: 1000,
    }),
  },
  {
    id: 'SlowestSteps',
    name: 'Slowest steps',
    query: new QueryString({
      filterStatements: ['@type = "REPORT"'],
      statsStatements: ['count(*) as calls, pct(@duration, 50) as p50_ms, pct(@duration, 95) as p95_ms, max(@duration) as max_ms, max(@maxMemoryUsed / 1000 / 1000) as used_mb, sum(strcontains(@message, "Init Duration")) as cold_starts by @log'],
      sort: 'p95_ms desc',
    }),
  },
  {
    id: 'Rejections',
    name: 'Rejections by reason',
    query: new QueryString({
      filterStatements: ["status = 'rejected'"],
      statsStatements: ['count_distinct(image_id) as images, count_distinct(user_id) as users by reason'],
      sort: 'images desc',
    }),
  },
  {
    id: 'Errors',
    name: 'Errors by function',
    query: new QueryString({
      filterStatements: ["level = 'ERROR'"],
      statsStatements: ['count(*) as times, count_distinct(image_id) as images, latest(@timestamp) as last by service, message, error, error_message'],
      sort: 'times desc',
      limit: 100,
    }),
  },
];

/** Logs Insights queries over the logs of all functions. They cost nothing until run. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, parts: MonitoredParts) {
    super(scope, id);
    const logGroups = handlersOf(parts).map((handler) => handler.logGroup);
    for (const { id: queryId, name, query } of QUERIES) {
      // Query names must be unique in an account; a slash makes a folder.
      new QueryDefinition(this, queryId, { queryDefinitionName: `${parts.platform.system}/${name}`, queryString: query, logGroups });
    }
  }
}
