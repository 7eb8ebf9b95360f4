/**
 * The environment of a function: the template's variables and what Lambda itself sets, nothing of the desk's own. `TZ`
 * is told as on AWS, but a thread shares the time zone of its process: code that asks for local time gets the desk's.
 */
import { AwsError, type Principal } from '../parts.ts';
import type { FunctionSettings } from './settings.ts';

/** Names that Lambda keeps for itself. */
const RESERVED =
  /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|REGION|DEFAULT_REGION|EXECUTION_ENV|LAMBDA_.*)|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR|_HANDLER)$/;

export interface Surroundings {
  readonly region: string;
  readonly endpointUrl: string;
  readonly principal: Principal;
  readonly logStreamName: string;
}

export function logGroupOf({ name }: FunctionSettings): string {
  return `/aws/lambda/${name}`;
}

export function environmentOf(
  settings: FunctionSettings,
  { region, endpointUrl, principal, logStreamName }: Surroundings,
): Record<string, string> {
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    // Node 20 is what some desks have; the SDK's advice to change it belongs to the desk's owner, not into each log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL: endpointUrl,
    ...settings.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: principal.accessKeyId,
    AWS_SECRET_ACCESS_KEY: principal.secretAccessKey,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(settings),
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    LAMBDA_TASK_ROOT: settings.folder,
    _HANDLER: settings.handler,
  };
}

/** AWS refuses such a function when it is made; so it is here. */
export function refuseReserved({ name, environment }: FunctionSettings): void {
  const reserved = Object.keys(environment).filter((variable) => RESERVED.test(variable));
  if (reserved.length > 0)
    throw new AwsError(
      'InvalidParameterValueException',
      `The function ${name} sets variables that Lambda keeps for itself: ${reserved.join(', ')}.`,
    );
}
