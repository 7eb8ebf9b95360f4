/**
 * All functions of the table: each with a role, a log group and a folder of code of its own. Roles begin empty and are filled by
 * `grant` alone, once everything that they may touch is there.
 */
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  type FunctionName,
  functionNames,
  specOf,
  type Target,
  targets,
  memoryMb as usualMemoryMb,
  variables,
} from './function-table.ts';
import { pascalCase } from './machine-definition.ts';

/** The law asks for six months of logs; a year also covers the whole of a budget year's rounds. */
export const logRetention = RetentionDays.ONE_YEAR;

export interface FunctionsProps {
  /** The folder of a function's code, as bundled. */
  readonly codeOf: (name: FunctionName) => string;
  readonly key: IKey;
  readonly tracing: boolean;
}

/** A deployed target: what a policy names, and what a function is told. */
export interface Deployed {
  readonly arn: string;
  readonly name: string;
}

export class Functions extends Construct {
  readonly #functions: ReadonlyMap<FunctionName, LambdaFunction>;

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    this.#functions = new Map(functionNames.map((name) => [name, addFunction(this, name, props)]));
  }

  get(name: FunctionName): LambdaFunction {
    const found = this.#functions.get(name);
    if (found === undefined) throw new Error(`function ${name} is not deployed`);
    return found;
  }

  /** Gives every function what the table says: its actions, and the names of what it may touch. */
  grant(deployed: Readonly<Record<Target, Deployed>>): void {
    for (const name of functionNames) {
      for (const target of targets) this.#grantOn(name, target, deployed[target]);
    }
  }

  #grantOn(name: FunctionName, target: Target, { arn, name: told }: Deployed): void {
    const actions: readonly string[] | undefined = specOf(name).grants[target];
    if (actions === undefined) return;
    const deployed = this.get(name);
    deployed.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [arn] }));
    const variable = variables[target];
    if (variable !== undefined) deployed.addEnvironment(variable, told);
  }
}

function addFunction(parent: Construct, name: FunctionName, props: FunctionsProps): LambdaFunction {
  const scope = new Construct(parent, pascalCase(name));
  const { description, seconds, concurrency, memoryMb = usualMemoryMb } = specOf(name);
  const logGroup = new LogGroup(scope, 'Log', { retention: logRetention, encryptionKey: props.key });
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  return new LambdaFunction(scope, 'Function', {
    description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(props.codeOf(name)),
    handler: 'index.handler',
    memorySize: memoryMb,
    timeout: Duration.seconds(seconds),
    role,
    logGroup,
    tracing: props.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
    ...(concurrency === undefined ? {} : { reservedConcurrentExecutions: concurrency }),
  });
}
