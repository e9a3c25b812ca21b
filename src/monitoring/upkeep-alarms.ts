import { AlarmRows } from './alarm-row';
import { HELD, imagesMetric, SUM } from './metrics';
import { Watched } from './watched';
import { Metric as ImageMetric } from '../contract/environment';

const HOUR_MS = 3_600_000;

/** Of what happens beside the pipeline. */
export function upkeepAlarms({ platform: { system }, erasure, repairs, sweeper, sweepEvery, deletions }: Watched): AlarmRows {
  return {
    SweepsFailed: {
      metric: sweeper.handler.function.metricErrors({ ...SUM, period: sweepEvery }),
      periods: 3,
      says: 'Three sweeps in a row failed at some images: those that got stuck stay pending or processing. See the log of sweeper.',
    },
    UploadsResent: {
      metric: imagesMetric(ImageMetric.UPLOADS_RESENT, system),
      threshold: 10,
      says: 'The sweeper sent ten or more stuck uploads again within five minutes: events were lost, or workflows died. See the log of sweeper for which.',
    },
    ImagesGivenUp: {
      metric: imagesMetric(ImageMetric.IMAGES_GIVEN_UP, system),
      says: 'The sweeper gave images up whose processing came to no end three times: they have the status failed. See the log of sweeper for which.',
    },
    OriginalsWithoutRow: {
      metric: imagesMetric(ImageMetric.ORIGINALS_WITHOUT_ROW, system),
      says: 'The sweeper found originals without a row: nobody can ask for them, and no deletion finds them. See the log of sweeper for which.',
    },
    DeletionsNotTold: {
      metric: deletions.announcer.function.metric('IteratorAge', HELD),
      threshold: HOUR_MS,
      says: 'Consumers were not told of deletions for an hour: they are tried for twelve. See the log of deletion-announcer.',
    },
    DeletionDeadLetterQueueNotEmpty: {
      metric: deletions.deadLetterQueue.metricApproximateNumberOfMessagesVisible(HELD),
      says: 'Deletions could not be told of for twelve hours: the stream holds them for twelve more. See the log of deletion-announcer.',
    },
    ErasuresFailed: {
      metric: erasure.stateMachine.metricFailed(SUM),
      says: 'The erasure of a user broke off: it goes on when it is asked for again. See the log of erase-user, then the execution.',
    },
    RepairsFailed: {
      metric: repairs.stateMachine.metricFailed(SUM),
      says: 'A repair broke off: another one goes on. See the log of repair, then the execution.',
    },
  };
}
