/**
 * Findings of the security rules that we accept, each with its reason. A waiver stands on the narrowest construct that it is true for;
 * one whose construct is gone stops the synthesis, so that none outlives what it excused.
 */
import { type App, Validations } from 'aws-cdk-lib';

interface Waiver {
  readonly rule: string;
  readonly reason: string;
  readonly on: readonly string[];
}

const waivers: readonly Waiver[] = [];

export function acknowledgeWaivers(app: App): void {
  for (const { rule: id, reason, on } of waivers) {
    for (const path of on) {
      const construct = app.node.findAll().find(({ node }) => node.path === path);
      if (construct === undefined) throw new Error(`the waiver of ${id} names ${path}, which does not exist`);
      Validations.of(construct).acknowledge({ id, reason });
    }
  }
}
