import { CostKind } from './cost-kind';
import { demands, Demand } from './demand';
import { Moderation } from '../moderation/moderation';

/** States of an accepted image: counted in the definition by a test. */
export const MODERATION_TRANSITIONS = { function: 2, rekognition: 6 } as const;

/** Of a still picture. Functions of one's own, their time and what they call, are not in it: nobody here knows them. */
export function moderation(images: number, moderations: readonly Moderation[], express: boolean): Demand[] {
  if (moderations.length === 0) return [];
  const looks = moderations.filter(({ _billsPictures }) => _billsPictures).length;
  const transitions = looks * MODERATION_TRANSITIONS.rekognition + (moderations.length - looks) * MODERATION_TRANSITIONS.function;
  return demands(CostKind.PROCESSING, [
    ['S3', 'writes: pictures for moderation', 's3Put', images],
    ['Rekognition', 'pictures looked at', 'moderatedPicture', images * looks],
    ['Step Functions', 'transitions of moderation', 'standardTransition', express ? 0 : images * transitions],
  ]);
}
