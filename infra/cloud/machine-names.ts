/** The state machines there are; each is a file `<name>.asl.json` of the folder `statemachines`. */
export const machineNames = ['filing-review', 'round', 'report-collection', 'rectification'] as const;
export type MachineName = (typeof machineNames)[number];
