/**
 * Type of the Step Functions workflow that processes an image.
 */
export enum WorkflowType {
  /**
   * Billed by duration: about 0.5 % of the price of a standard workflow per image. An execution takes at most 5 minutes;
   * its history is only in the log group.
   */
  EXPRESS = 'EXPRESS',

  /**
   * Billed by state transition, with 90 days of execution history in the console.
   */
  STANDARD = 'STANDARD',
}
