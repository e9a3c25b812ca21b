import { AlarmRows } from './alarm-row';
import { callAlarms } from './call-alarms';
import { functionAlarms, ingestionAlarms, workflowAlarms } from './pipeline-alarms';
import { upkeepAlarms } from './upkeep-alarms';
import { Watched } from './watched';

/** In the order of the data, then what happens beside it. */
export function alarmTable(watched: Watched): AlarmRows {
  return {
    ...callAlarms(watched),
    ...ingestionAlarms(watched),
    ...workflowAlarms(watched),
    ...functionAlarms(watched),
    ...upkeepAlarms(watched),
  };
}
