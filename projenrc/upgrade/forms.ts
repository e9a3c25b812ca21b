import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Snapshot, snapshotOf } from './snapshot';
import { Delivery, ImageManagementSystem, ImageManagementSystemProps, Moderation, Network } from '../../src';
import { bringYourOwn } from '../security-docs/systems';
import { JsonObject } from '../templates/json';
import { EC_KEY } from '../templates/public-keys';
import { createStack } from '../templates/synth';

type Form = (context: Readonly<Record<string, unknown>>) => Stack;

/** Systems that between them have every resource which holds data or an address. By the name of the file that remembers them. */
export const FORMS: Readonly<Record<string, Form>> = {
  'default': single(),
  'without-vpc': single({ network: Network.none() }),
  'with-everything': single({
    delivery: Delivery.cloudFront({ publicKeys: [EC_KEY] }),
    moderation: [Moderation.rekognition()],
    upload: { allowedOrigins: ['https://app.example.com'] },
    alarmEmail: 'operators@example.com',
    budget: { monthlyLimitUsd: 100, costAllocationTag: 'image-system', emails: ['owner@example.com'] },
  }),
  'bring-your-own': bringYourOwn,
};

/** The systems' own resources alone: what a form brings along is not this library's. */
export function snapshotOfForm(form: Form, context: Readonly<Record<string, unknown>> = {}): Snapshot {
  const stack = form(context);
  const all = Template.fromStack(stack).toJSON().Resources as Record<string, JsonObject>;
  const systems = stack.node.findAll().filter((construct) => construct instanceof ImageManagementSystem);
  const own = systems.flatMap((system) => system.node.findAll()).filter((construct) => CfnResource.isCfnResource(construct))
    .map((resource) => String(stack.resolve(resource.logicalId)));
  return snapshotOf(Object.fromEntries(own.map((id) => [id, all[id]])));
}

function single(props?: ImageManagementSystemProps): Form {
  return (context) => {
    const stack = createStack({ context });
    Annotations.of(stack).acknowledgeWarning('cdk-image-management-system:cognitoSender');
    new ImageManagementSystem(stack, 'Images', props);
    return stack;
  };
}
