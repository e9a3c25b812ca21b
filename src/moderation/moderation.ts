import { Duration } from 'aws-cdk-lib';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BoundModeration, ModerationContext } from './bound-moderation';
import { bindFunction } from './function-moderation';
import { bindRekognition, RekognitionSettings } from './rekognition-moderation';
import { fail, failUnknown, firstDuplicate, requireMatch, requireNumber, requireWhole } from '../options/check';

/**
 * Options of `Moderation.function()`.
 */
export interface FunctionModerationOptions {
  /**
   * How long one call may take, in whole seconds; a call that takes longer is made once more, and then the image is `failed`.
   *
   * All moderations of a system together have 70 seconds: 100 without a watermark, and with AVIF 10, or 70 without
   * a watermark.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
}

/**
 * Options of `Moderation.rekognition()`.
 */
export interface RekognitionModerationOptions {
  /**
   * How sure Amazon Rekognition has to be of a label for the image to be refused, in percent, 0 to 100. The lower, the more is
   * refused.
   *
   * @default 80
   */
  readonly minConfidence?: number;

  /**
   * Labels that refuse an image, of any level of Rekognition's list, exactly as it is written there: `Explicit`, `Violence`,
   * `Drugs & Tobacco`. A label stands for those below it.
   *
   * @default - every label
   */
  readonly labels?: string[];
}

/**
 * What looks at every image before it is ready, and may refuse it. A refused image is `rejected` with the reason
 * `content-refused`, and its files are removed; where there is no verdict, the image is `failed`: nothing is published
 * that was not accepted.
 */
export abstract class Moderation {
  /**
   * A function of one's own: moderation by another service, an antivirus scan, a rule. It is called with JSON that names
   * the original and JPEG files of the decoded picture, and answers `{"outcome":"accepted"}` or `{"outcome":"rejected","reason":"…"}`;
   * docs/moderation.md has both. Its role gets the right to read these files.
   *
   * @param handler of the same account and region. The role of an imported function that does not name it gets no right:
   *   `grantReadOriginals` and docs/moderation.md say what it needs
   * @param options how long it may take
   */
  public static function(handler: IFunction, options: FunctionModerationOptions = {}): Moderation {
    const { timeout = Duration.seconds(10) } = options;
    if (timeout.isUnresolved()) failUnknown('timeout of Moderation.function()', 'write the duration itself');
    requireWhole('timeout of Moderation.function(), in seconds,', timeout.toSeconds({ integral: false }), { min: 1, max: 100 });
    return new FunctionModeration(handler, timeout);
  }

  /**
   * Amazon Rekognition's moderation labels. It looks at a JPEG of the decoded picture, so that every type of upload is moderated;
   * of an animation at five of its frames. The region has to have Rekognition. Each look is billed: `estimateMonthlyCost` has it.
   *
   * @param options which labels refuse an image, and how sure Rekognition has to be
   */
  public static rekognition(options: RekognitionModerationOptions = {}): Moderation {
    const { minConfidence = 80, labels } = options;
    requireNumber('minConfidence of Moderation.rekognition()', minConfidence, { min: 0, max: 100 });
    if (labels) checkLabels(labels);
    return new RekognitionModeration({ minConfidence, labels });
  }

  protected constructor() {}

  /**
   * Of one try.
   *
   * @internal
   */
  public abstract readonly _timeout: Duration;

  /**
   * Whether it is Rekognition's, which bills every picture.
   *
   * @internal
   */
  public abstract readonly _billsPictures: boolean;

  /**
   * @internal
   */
  public abstract _bind(scope: Construct, id: string, context: ModerationContext): BoundModeration;
}

class FunctionModeration extends Moderation {
  public readonly _billsPictures = false;

  constructor(private readonly handler: IFunction, public readonly _timeout: Duration) {
    super();
  }

  public _bind(scope: Construct, id: string, context: ModerationContext): BoundModeration {
    return bindFunction(scope, id, context, this.handler, this._timeout);
  }
}

class RekognitionModeration extends Moderation {
  public readonly _billsPictures = true;
  /** It mostly takes less than one; pictures are looked at beside each other. */
  public readonly _timeout = Duration.seconds(5);

  constructor(private readonly settings: RekognitionSettings) {
    super();
  }

  public _bind(_scope: Construct, _id: string, context: ModerationContext): BoundModeration {
    return bindRekognition(context, this.settings, this._timeout);
  }
}

function checkLabels(labels: readonly string[]): void {
  const subject = 'labels of Moderation.rekognition()';
  if (labels.length === 0) fail(subject, 'at least one', 'none', 'leave labels out for every label');
  // Nothing that would end the quotes that they are put into.
  for (const label of labels) {
    requireMatch(subject, label, /^[A-Za-z0-9][A-Za-z0-9 &,()/-]{0,99}$/, 'names of Rekognition\'s list, such as \'Drugs & Tobacco\'');
  }
  const twice = firstDuplicate(labels);
  if (twice !== undefined) fail(subject, 'different from each other', `'${twice}' twice`);
}
