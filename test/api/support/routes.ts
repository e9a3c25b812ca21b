import { Json, text } from '../../../projenrc/templates/json';
import { Synthesized } from '../../../projenrc/templates/synth';

export interface Route {
  readonly method: string;
  readonly path: string;
  /** `POST /auth/signup` */
  readonly call: string;
  readonly properties: Readonly<Record<string, Json>>;
}

/** Every method of the API, with its path from the tree of resources. */
export function routes(synthesized: Synthesized): Route[] {
  const parts = new Map(synthesized.ofType('AWS::ApiGateway::Resource').map(({ id, properties }) => [id, properties]));
  const path = (reference: string): string => {
    const resource = parts.get(reference.replace(/[<>]/g, ''));
    return resource ? `${path(text(resource.ParentId))}/${text(resource.PathPart)}` : '';
  };
  return synthesized.ofType('AWS::ApiGateway::Method').map(({ properties }) => {
    const method = text(properties.HttpMethod);
    const whole = path(text(properties.ResourceId)) || '/';
    return { method, path: whole, call: `${method} ${whole}`, properties };
  });
}
